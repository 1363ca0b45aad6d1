// What every part of the page uses: elements, the shared state, requests. Texts from outside are set as text only.

export const $ = (selector, root = document) => root.querySelector(selector);
export const state = { name: "", now: 0, number: 0, run: "", menu: { button: [] }, spots: [], scenes: [], safe: false };

export function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  return svg;
}

export function button(className, text, act) {
  const element = make("button", className, text);
  element.type = "button";
  element.addEventListener("click", act);
  return element;
}

export function dress(element, profile) {
  element.style.background = profile.colour;
  element.textContent = profile.initial;
}

export function avatar(profile) {
  const element = make("span", "avatar");
  element.setAttribute("aria-hidden", "true");
  if (profile) dress(element, profile);
  else element.classList.add("account");
  if (!profile) element.append(Object.assign(new Image(), { src: "static/icon.svg", alt: "" }));
  return element;
}

export function toast(text) {
  const element = $(".toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => { element.hidden = true; }, 2600);
}

export async function post(path, body) {
  const binary = body instanceof Blob;
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": binary ? "application/octet-stream" : "application/json" },
    body: binary ? body : JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw Object.assign(new Error(answer.error || "发送失败"), { refused: response.status < 500 });
  return answer;
}
