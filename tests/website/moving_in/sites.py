"""Small sites as people have them, as zip files."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image

PDF = b"%PDF-1.4\n%%EOF\n"


def picture(kind: str = "PNG") -> bytes:
    stream = BytesIO()
    Image.new("RGB", (400, 300), "white").save(stream, kind)
    return stream.getvalue()


AL_FOLIO: dict[str, str | bytes] = {
    "_config.yml": """
first_name: Wei
middle_name:
last_name: Xiong
email: wei@example.org
url: https://wei.example.org
""",
    "_data/socials.yml": """
github_username: WeiXiongUST
orcid_id: 0000-0002-1825-0097
cv_pdf: /assets/pdf/cv.pdf
""",
    "_pages/about.md": """---
layout: about
title: about
permalink: /
subtitle: PhD student at <a href='https://illinois.edu'>UIUC</a>.
profile:
  align: right
  image: prof_pic.png
selected_papers: true
---
I work on [alignment](https://example.org/alignment), see {% include x.html %} [this](/papers/).
""",
    "_bibliography/papers.bib": r"""---
---
@article{raft, title={RAFT}, author={Dong†, Hanze and Xiong†, Wei}, year={2023}, abbr={TMLR},
  journal={Transactions on Machine Learning Research}, annotation={† Equal contribution},
  pdf={raft.pdf}, slides={gone.pdf}, preview={raft.png}, selected={true}, keywords={RLHF, LLM},
  code={https://github.com/example/raft}}
@article{nash, title={Nash}, author={Xiong, Wei}, year={2024}, keywords={RLHF}}
""",
    "assets/pdf/raft.pdf": PDF,
    "assets/img/publication_preview/raft.png": picture(),
    "assets/img/prof_pic.png": picture(),
    "_news/announcement_1.md": """---
layout: post
date: 2023-10-22 15:59:00-0400
inline: true
---
RAFT is at TMLR :tada:
""",
    "_news/announcement_2.md": "---\ndate: 2024-01-05\ntitle: A long one\n---\nMore.\n",
    "_projects/1_project.md": "---\ntitle: project 1\n---\n",
    "_layouts/about.liquid": "<html>",
}

ACADEMICPAGES: dict[str, str | bytes] = {
    "_config.yml": """
title: "Hanze Dong"
url: https://hanze.example.org
author:
  name: "Hanze Dong"
  avatar: "profile.png"
  bio: "Generative models"
  location: "Earth"
  employer: "Red Brick University"
  googlescholar: "https://scholar.google.com/citations?user=abc"
  orcid: ""
  github: "hendrydong"
""",
    "_pages/about.md": "---\npermalink: /\ntitle: About me\n---\nI study **sampling**.\n",
    "_publications/2009-10-01-paper-1.md": """---
title: "Paper Number 1"
collection: publications
category: manuscripts
permalink: /publication/2009-10-01-paper-1
excerpt: 'About the number 1.'
date: 2009-10-01
venue: 'Journal 1'
slidesurl: 'https://hanze.example.org/files/slides1.pdf'
paperurl: 'https://example.com/paper1.pdf'
citation: 'Dong, H., Xiong, W. (2009). &quot;Paper Number 1.&quot; <i>Journal 1</i>. 1(1).'
---
""",
    "_publications/2010-10-01-paper-2.md": """---
title: "Paper Number 2"
category: conferences
date: 2010-10-01
venue: 'ICML'
bibtexurl: 'https://hanze.example.org/files/bibtex2.bib'
citation: 'Your Name, You. (2010).'
---
""",
    "files/bibtex2.bib": "@inproceedings{dong2010, title={Paper Number 2}, author={Dong, Hanze},"
    " booktitle={ICML}, year={2010}, pages={1--9}}",
    "files/slides1.pdf": PDF,
    "_talks/2012-03-01-talk-1.md": """---
title: "Sampling"
collection: talks
type: "Tutorial"
venue: "UC San Francisco"
date: 2012-03-01
location: "San Francisco, CA, USA"
---
How to *sample*.
""",
    "_talks/2013-03-01-talk-2.md": """---
title: "Sampling"
type: "Talk"
venue: "Yale University"
date: 2013-03-01
---
""",
    "_teaching/2014-spring-teaching-1.md": "---\ntitle: Teaching\n---\n",
}

HUGOBLOX: dict[str, str | bytes] = {
    "content/authors/admin/_index.md": """---
title: Han Zhong
role: PhD student
superuser: true
organizations:
- name: Peking University
  url: https://www.pku.edu.cn
interests:
- Game theory
- Reinforcement learning
education:
  courses:
  - course: BSc in Mathematics
    institution: USTC
    year: 2020
social:
- icon: envelope
  icon_pack: fas
  link: 'mailto:han@example.org'
- icon: github
  icon_pack: fab
  link: https://github.com/example
---
I play **games**.
""",
    "content/authors/admin/avatar.jpg": picture("JPEG"),
    "content/publication/gec/index.md": """---
title: "GEC: A Unified Framework"
authors:
- Wei Xiong
- admin
- Tong Zhang
author_notes:
- "Equal contribution"
- "Equal contribution"
date: "2022-11-03T00:00:00Z"
publication_types: ["article-journal"]
publication: "In *Mathematics of Operations Research*"
publication_short: "*MOR*"
abstract: Sequential decisions.
tags: [Bandits]
featured: true
doi: "10.1287/moor.2023.0195"
url_code: 'https://github.com/example/gec'
url_pdf: https://arxiv.org/pdf/2211.01962
image:
  caption: 'A drawing'
---
""",
    "content/publication/gec/featured.png": picture(),
    "content/publication/draft/index.md": "---\ntitle: Not yet\ndraft: true\n---\n",
    "content/event/example/index.md": """---
title: Games
event: Game Conference
location: Beijing
date: "2024-06-01T13:00:00Z"
abstract: All about games.
url_slides: https://example.org/slides
---
""",
}


def write(path: Path, files: dict[str, str | bytes], folder: str = "") -> Path:
    """Write the files as a zip; GitHub's have everything in a folder."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(f"{folder}{name}", content)
    return path
