"""The app named profile shadows the standard library's module, but hides nothing of it."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each test starts a process

ROOT = Path(__file__).parents[2]


def run(*arguments: str) -> str:
    with tempfile.TemporaryDirectory() as home:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "IPYTHONDIR": home},
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["run", "runctx", "Profile", "_Utils", "main"])
def test_the_names_of_the_standard_module_are_there(name):
    assert name in run("-c", f"import profile; print(profile.{name})")


def test_the_names_of_the_app_are_there_too():
    assert "profile.models" in run(
        "-c",
        "import os, django; os.environ['DJANGO_SETTINGS_MODULE'] = 'website.settings';"
        "django.setup(); import profile.models; print(profile.models.__name__)",
    )


def test_a_name_that_neither_has_is_an_attribute_error():
    run("-c", "import profile; assert not hasattr(profile, 'no_such_thing')")


def test_cprofile_can_be_imported():
    assert "function calls" in run("-c", "import cProfile; cProfile.run('1 + 1')")


def test_a_command_runs_under_cprofile():
    assert "no issues" in run("-m", "cProfile", "manage.py", "check")


def test_the_standard_profiler_profiles():
    assert "function calls" in run("-c", "import profile; profile.run('1 + 1')")


def test_where_the_standard_module_was_found_first_the_app_makes_way_for_itself():
    program = (
        "import importlib.util, os, sys;"
        "path = os.path.join(os.path.dirname(os.__file__), 'profile.py');"
        "spec = importlib.util.spec_from_file_location('profile', path);"
        "sys.modules['profile'] = importlib.util.module_from_spec(spec);"
        "spec.loader.exec_module(sys.modules['profile']);"
        "os.environ['DJANGO_SETTINGS_MODULE'] = 'website.settings';"
        "import django; django.setup();"
        "from profile.models import Profile; print(Profile.__module__)"
    )
    assert "profile.models" in run("-c", program)


def test_ipython_starts_and_profiles():
    program = "get_ipython().run_line_magic('prun', '-q -T /dev/null 1 + 1'); print('profiled')"
    assert "profiled" in run("-m", "IPython", "--no-banner", "-c", program)


def test_the_shell_of_the_project_runs():
    assert "Profile" in run(
        "manage.py", "shell", "-c", "from profile.models import Profile; print(Profile.__name__)"
    )
