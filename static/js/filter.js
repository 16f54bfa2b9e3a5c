// The list of papers updates while a visitor types; without this script, the form is sent as usual.
"use strict";

(() => {
  const form = document.querySelector("[data-filter]");
  const results = document.getElementById("results");
  const status = document.querySelector("[data-filter-status]");
  let timer, request;

  async function show() {
    stop();
    const { signal } = (request = new AbortController());
    const asked = [...new FormData(form)].filter(([, value]) => value.trim());
    const url = `${form.action}?${new URLSearchParams(asked)}`.replace(/\?$/, "");
    try {
      const answer = await fetch(url, { signal });
      if (!answer.ok) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceChildren(...page.getElementById("results").childNodes);
      status.textContent = results.querySelector("[data-count]").textContent;
      history.replaceState(null, "", url);
    } catch {
      if (!signal.aborted) form.submit();
    }
  }

  function stop() {
    clearTimeout(timer);
    request?.abort();
  }

  form.addEventListener("input", () => {
    stop();
    timer = setTimeout(show, 250);
  });
  form.addEventListener("submit", stop);
})();
