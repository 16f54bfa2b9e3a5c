// The list of papers follows what is typed into its form; without this, the form is sent as ever.
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
    const address = `${form.action}?${new URLSearchParams(asked)}`.replace(/\?$/, "");
    try {
      const answer = await fetch(address, { signal });
      if (!answer.ok) throw answer;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceChildren(...page.getElementById("results").childNodes);
      status.textContent = results.querySelector("[data-count]").textContent;
      history.replaceState(null, "", address);
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
