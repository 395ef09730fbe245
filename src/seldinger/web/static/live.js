// Live answers: while the chart is filled in, post it and set the answer beside it. Without this script the button does.
"use strict";
(() => {
  const form = document.querySelector("form[data-live]");
  const answer = document.getElementById("answer");
  if (!form || !answer) return;
  let waiting = 0;
  let asked = null;

  const ask = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    try {
      const reply = await fetch(form.dataset.live, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: asked.signal,
      });
      const text = await reply.text();
      if (reply.ok) answer.innerHTML = text;
      else answer.textContent = "The answer could not be brought up to date. Use “Answer again”.";
    } catch (fault) {
      if (fault.name !== "AbortError") answer.textContent = "The program does not answer. Is it still running?";
    }
  };

  const later = (event) => {
    if (event.target.name === "token") return;
    clearTimeout(waiting);
    waiting = setTimeout(ask, event.type === "change" ? 0 : 250);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);

  // A link to a field opens the part of the chart it stands in.
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#f-"]');
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (!field) return;
    const part = field.closest("details");
    if (part) part.open = true;
    field.focus();
  });
})();
