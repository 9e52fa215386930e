// A picture that is chosen, pasted or dropped is searched with at once; more photos come as they are scrolled to; what is typed is completed.
const form = document.getElementById("picture-form");
const inputs = [document.getElementById("picture"), document.getElementById("camera")].filter(Boolean);
const search = document.querySelector("form.search");

// The words that stand in the box go with the picture.
const send = () => {
  const query = new URLSearchParams(new FormData(search));
  for (const name of ["picture", "image", "like"]) query.delete(name);
  form.elements.to.value = "?" + query;
  form.requestSubmit();
};
const take = (file) => {
  if (!file || !file.type.startsWith("image/")) return;
  const files = new DataTransfer();
  files.items.add(file);
  inputs[0].files = files.files;
  send();
};

// With a script a file is searched with as it is chosen. The button stands last, so that nothing moves.
document.querySelector(".picture button").hidden = true;
for (const input of inputs) input.addEventListener("change", () => input.files.length && send());
document.addEventListener("paste", (event) => {
  const file = [...event.clipboardData.files].find((each) => each.type.startsWith("image/"));
  if (!file) return;
  event.preventDefault();
  take(file);
});
document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("drop");
});
document.addEventListener("dragleave", (event) => event.relatedTarget ?? document.body.classList.remove("drop"));
document.addEventListener("drop", (event) => {
  if (!event.dataTransfer.files.length) return;
  event.preventDefault();
  document.body.classList.remove("drop");
  take(event.dataTransfer.files[0]);
});

// More photos, before the end is reached.
const grid = document.querySelector(".hits");
const pages = document.querySelector(".pages");
let busy = false;
const more = async () => {
  const link = pages.querySelector("a.more");
  if (!link || busy) return;
  busy = true;
  try {
    const answer = await fetch(link.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const headings = new Set([...grid.querySelectorAll(".heading")].map((one) => one.textContent));
    for (const item of page.querySelectorAll(".hits > li")) {
      if (item.matches(".heading") && headings.has(item.textContent)) continue;
      grid.append(document.adoptNode(item));
    }
    const next = page.querySelector("a.more");
    if (next) link.href = next.getAttribute("href");
    else link.remove();
  } finally {
    busy = false;
  }
  if (pages.querySelector("a.more")) watch();
};
let watcher;
const watch = () => {
  watcher?.disconnect();
  watcher = new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && more(), { rootMargin: "800px" });
  watcher.observe(pages);
};
if (grid && pages?.querySelector("a.more")) {
  // Who presses it before it is seen does not leave the page.
  pages.addEventListener("click", (event) => {
    if (!event.target.closest("a.more") || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    more();
  });
  watch();
}

// Suggestions: conditions that begin as the last word does, and searches made before. A combobox as ARIA's authors describe it.
const box = document.getElementById("q");
const Kept = "vislumbre.past";
const past = () => {
  try {
    return JSON.parse(localStorage.getItem(Kept) ?? "[]").filter((one) => typeof one === "string");
  } catch {
    return [];
  }
};
const asked = new URLSearchParams(location.search).get("q")?.trim();
if (asked && !document.querySelector("[role=alert]")) {
  try {
    localStorage.setItem(Kept, JSON.stringify([asked, ...past().filter((one) => one !== asked)].slice(0, 50)));
  } catch {
    // Nothing is kept where the browser keeps nothing.
  }
}

const list = document.createElement("ul");
list.id = "suggestions";
list.className = "suggestions";
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", box.labels[0].textContent);
list.hidden = true;
box.after(list);
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) box.setAttribute(name, value);

let at = -1;
let asking;
const close = () => {
  asking?.abort();
  list.hidden = true;
  at = -1;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
};
const select = (to) => {
  const options = [...list.children];
  at = (to + options.length) % options.length;
  options.forEach((option, i) => option.setAttribute("aria-selected", i === at));
  box.setAttribute("aria-activedescendant", options[at].id);
  options[at].scrollIntoView({ block: "nearest" });
};
const choose = (option) => {
  box.value = option.dataset.value;
  close();
  box.focus();
};
const show = (suggestions) => {
  list.replaceChildren(...suggestions.map(({ value, words, said }, i) => {
    const option = document.createElement("li");
    option.id = `suggestion-${i}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.value = value;
    option.append(Object.assign(document.createElement("span"), { textContent: words }), Object.assign(document.createElement("small"), { textContent: said }));
    return option;
  }));
  at = -1;
  list.hidden = suggestions.length === 0;
  box.setAttribute("aria-expanded", String(!list.hidden));
};
const suggest = async () => {
  asking?.abort();
  asking = new AbortController();
  const typed = box.value;
  const start = Math.max(typed.lastIndexOf(" "), typed.lastIndexOf("(")) + 1;
  const word = typed.slice(start).replace(/^-/, "");
  const before = typed.slice(0, typed.length - word.length);
  const known = past().filter((one) => one !== typed && one.toLowerCase().startsWith(typed.toLowerCase())).slice(0, 4).map((one) => ({ value: one, words: one, said: box.dataset.past }));
  try {
    const answer = word.length < 2 ? [] : await fetch(`${box.dataset.suggestions}?q=${encodeURIComponent(word)}`, { signal: asking.signal }).then((answer) => (answer.ok ? answer.json() : []));
    if (document.activeElement === box && box.value === typed) show([...answer.map((one) => ({ value: `${before}${one.query} `, words: one.query, said: one.photos ?? "" })), ...known].slice(0, 10));
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
};
let waiting;
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(suggest, 120);
});
box.addEventListener("blur", () => setTimeout(close, 150));
box.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" && list.hidden) return void suggest();
  if (list.hidden) return;
  if (event.key === "ArrowDown") select(at + 1);
  else if (event.key === "ArrowUp") select(at < 0 ? -1 : at - 1);
  else if (event.key === "Enter" && at >= 0) choose(list.children[at]);
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
});
list.addEventListener("mousedown", (event) => {
  const option = event.target.closest("li");
  if (!option) return;
  event.preventDefault();
  choose(option);
});
