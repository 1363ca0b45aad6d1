// What stands in a bubble or on a card, by kind.

import { $, button, icon, make } from "./page.js";

const LINK = /<a\s[^>]*?href="([^"]*)"[^>]*>([\s\S]*?)<\/a>|(https?:\/\/[\w\-./?%&=+#~:@!$*;]+)/g;

function words(text, view) {
  const parts = document.createDocumentFragment();
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    parts.append(text.slice(end, match.index), link(match[1] ?? match[3], match[2] ?? match[3], view));
    end = match.index + match[0].length;
  }
  parts.append(text.slice(end));
  return parts;
}

function link(address, label, view) {
  if (address.startsWith("weixin://bizmsgmenu?")) {
    const query = new URLSearchParams(address.split("?")[1]);
    const text = query.get("msgmenucontent") || label;
    return button("link", label, () => view.say({ type: "text", text, menu_id: query.get("msgmenuid") || "1" }));
  }
  if (!/^https?:\/\//.test(address)) return document.createTextNode(label);
  return Object.assign(make("a", "", label), { href: address, target: "_blank", rel: "noopener noreferrer" });
}

export const LOOKS = {
  text: (bubble, view) => { const box = make("div", "bubble"); box.append(words(bubble.text, view)); return box; },
  image: (bubble, view) => {
    const picture = Object.assign(new Image(), { src: bubble.preview || `media/${bubble.media}`, alt: "照片" });
    picture.addEventListener("load", () => view.settle());
    const box = button("bubble photo", "", () => { $("#viewer img").src = picture.src; $("#viewer").showModal(); });
    box.setAttribute("aria-label", "放大照片");
    box.append(picture);
    return box;
  },
  voice: (bubble) => {
    const box = button("bubble voice", "", () => {
      box.classList.add("playing");
      setTimeout(() => box.classList.remove("playing"), bubble.seconds * 1000);
    });
    box.style.width = `${76 + Math.min(bubble.seconds, 30) * 4}px`;
    box.setAttribute("aria-label", `语音 ${bubble.seconds} 秒`);
    box.append(icon("wave"), make("span", "", `${bubble.seconds}″`));
    const column = make("div", "column");
    column.append(box);
    if (bubble.text) column.append(make("div", "heard", bubble.text));
    return column;
  },
  location: (bubble) => {
    const box = make("div", "bubble place");
    const text = make("div", "words");
    const at = `${bubble.latitude.toFixed(5)}, ${bubble.longitude.toFixed(5)}`;
    text.append(make("b", "", bubble.text || "位置"), make("small", "", at));
    const map = make("div", "map");
    map.setAttribute("aria-hidden", "true");
    map.append(icon("place"));
    box.append(text, map);
    return box;
  },
  menu: (bubble, view) => {
    const box = make("div", "bubble");
    const items = make("div", "items");
    for (const item of bubble.items) {
      items.append(button("", item.text, () => view.say({ type: "text", text: item.text, menu_id: item.id })));
    }
    box.append(words(bubble.text, view), items);
    if (bubble.tail) box.append(make("p", "tail", bubble.tail));
    return box;
  },
};

export function card(bubble) {
  const box = make("article", "card");
  if (bubble.kind === "news") {
    for (const article of bubble.articles) {
      const look = (key) => article[key] || article[key[0].toUpperCase() + key.slice(1)] || "";
      box.append(make("h3", "", look("title")), make("p", "when", look("description")));
      if (/^https?:\/\//.test(look("url"))) box.append(details(look("url")));
    }
    return box;
  }
  const rows = make("dl");
  for (const row of bubble.rows) rows.append(make("dt", "", row.label), make("dd", "", row.value));
  box.append(make("h3", "", "服务通知"), make("p", "when", clock(new Date(bubble.at))), rows);
  if (/^https?:\/\//.test(bubble.url)) box.append(details(bubble.url));
  return box;
}

function details(address) {
  const anchor = make("a", "", "查看详情");
  Object.assign(anchor, { href: address, target: "_blank", rel: "noopener noreferrer" });
  anchor.append(icon("next"));
  return anchor;
}

export function clock(at) {
  const two = (value) => String(value).padStart(2, "0");
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const days = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(at).setHours(0, 0, 0, 0)) / 86400000);
  if (days === 0) return time;
  if (days === 1) return `昨天 ${time}`;
  return `${at.getMonth() + 1}月${at.getDate()}日 ${time}`;
}
