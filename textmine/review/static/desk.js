// The page of a passage: shows the draft, listens to keys and clicks, sends decisions. No library; text is never HTML.
"use strict";

const $ = (id) => document.getElementById(id);
const main = document.querySelector("main[data-passage]");
const data = main ? JSON.parse(main.dataset.passage) : null;
const state = data && { ...fresh(), picked: null, lit: "", busy: false };

function fresh() {
  return { roles: rolesOf(data.atoms, data.draft.segments), causes: [...data.draft.causes] };
}

function draft() {
  const segments = segmentsOf(data.atoms, state.roles).map(({ role, text }) => ({ role, text }));
  return { causes: state.causes, segments };
}

function make(tag, className, text) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
}

// ---- the text -------------------------------------------------------------------------------------------------

function drawText() {
  const box = $("text");
  box.replaceChildren();
  const starts = [];
  data.atoms.reduce((at, atom) => (starts.push(at), at + atom.text.length), 0);
  for (const segment of segmentsOf(data.atoms, state.roles)) {
    const node = make("span", `seg seg-${segment.role}`);
    node.append(make("span", "seg-label", data.roles[segment.role]));
    for (let i = segment.first; i <= segment.last; i++) node.append(drawAtom(i, starts[i]));
    box.append(node);
  }
}

function drawAtom(i, start) {
  const atom = data.atoms[i];
  const node = make("span", "atom");
  const picked = state.picked && i >= state.picked[0] && i <= state.picked[1];
  node.classList.toggle("picked", Boolean(picked));
  node.dataset.atom = i;
  const body = atom.text.length - atom.tail;
  addMarked(node, atom.text.slice(0, body), start);
  if (atom.tail) {
    const tail = make("span", "tail");
    const cut = i + 1 < state.roles.length && state.roles[i + 1] === state.roles[i];
    if (i + 1 < data.atoms.length) tail.title = cut ? "在此切开" : "与后面合并";
    addMarked(tail, atom.text.slice(body), start + body);
    node.append(tail);
  }
  return node;
}

/** Append a stretch of the text with the machine's evidence marked; the evidence of the code pointed at stands out. */
function addMarked(node, text, start) {
  const edges = new Set([0, text.length]);
  for (const e of data.evidence) for (const p of [e.start - start, e.end - start]) if (p > 0 && p < text.length) edges.add(p);
  const places = [...edges].sort((a, b) => a - b);
  for (let n = 0; n + 1 < places.length; n++) {
    const at = start + places[n];
    const over = data.evidence.filter((e) => e.start <= at && at < e.end);
    const piece = make("span", over.length ? "ev" : "", text.slice(places[n], places[n + 1]));
    piece.classList.toggle("lit", over.some((e) => e.code === state.lit));
    node.append(piece);
  }
}

// ---- the codes ------------------------------------------------------------------------------------------------

function drawCodes() {
  for (const button of document.querySelectorAll(".code")) {
    button.setAttribute("aria-pressed", String(state.causes.includes(button.dataset.code)));
  }
  const list = $("chosen");
  list.replaceChildren(...state.causes.map(drawChip));
  if (!state.causes.length) list.append(make("li", "soft", "尚未选择"));
}

function drawChip(code, i) {
  const name = data.names[code] || code;
  const chip = make("li", i ? "chip" : "chip first");
  chip.append(make("small", "", i ? String(i + 1) : "首要"), make("span", "", name));
  if (i) chip.append(chipButton("◀", `把「${name}」设为首要`, () => toFront(state.causes, code)));
  chip.append(chipButton("×", `去掉「${name}」`, () => state.causes.filter((c) => c !== code)));
  return chip;
}

function chipButton(text, label, change) {
  const button = make("button", "", text);
  button.type = "button";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => { state.causes = change(); draw(); });
  return button;
}

function showAbout(code) {
  state.lit = code;
  for (const article of document.querySelectorAll(".about")) article.hidden = article.dataset.about !== code;
  $("about-none-yet").hidden = Boolean(code);
}

function toggle(code) {
  state.causes = toggleCode(state.causes, code, data.alone);
  showAbout(code);
  draw();
}

// ---- drafts ---------------------------------------------------------------------------------------------------

const isChanged = () => !sameDraft(draft(), data.draft) || $("note").value.trim() !== data.note;

function draw() {
  drawText();
  drawCodes();
  const asMachine = data.machine && sameDraft(draft(), data.machine);
  $("save").firstElementChild.textContent = asMachine ? "接受" : "保存";
  $("reset").disabled = !isChanged();
  for (const button of document.querySelectorAll(".role")) button.disabled = !state.picked;
}

function setRole(role) {
  if (!state.picked) return;
  state.roles = withRole(state.roles, ...state.picked, role);
  draw();
}

function pick(i, extend) {
  const [first, last] = state.picked || [i, i];
  state.picked = extend ? [Math.min(first, i), Math.max(last, i)] : [i, i];
  draw();
}

function movePick(step, extend) {
  const most = data.atoms.length - 1;
  if (!state.picked) { state.picked = step > 0 ? [0, 0] : [most, most]; draw(); return; }
  const [first, last] = state.picked;
  if (extend) state.picked = step > 0 ? [first, Math.min(most, last + 1)] : [Math.max(0, first - 1), last];
  else { const i = Math.min(most, Math.max(0, (step > 0 ? last : first) + step)); state.picked = [i, i]; }
  draw();
}

function reset() {
  Object.assign(state, fresh(), { picked: null });
  $("note").value = data.note;
  say("");
  draw();
}

// ---- to the server --------------------------------------------------------------------------------------------

function say(text, bad) {
  $("message").textContent = text;
  $("message").classList.toggle("bad", Boolean(bad));
}

async function send(where, body) {
  if (state.busy) return;
  state.busy = true;
  try {
    const answer = await fetch(where, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    const found = await answer.json();
    if (!answer.ok) { say(found.problem, true); return; }
    leaving = true;
    location.assign("./" + found.next);
  } catch (error) {
    say("没有保存：复核台已关闭或没有应答。请在终端重新启动（--resume），本页的改动还在。", true);
  } finally {
    state.busy = false;
  }
}

let leaving = false;

function save() {
  // Blind, nothing is proposed: roles that nobody touched are no decision until they are confirmed.
  if (!data.machine && !state.warned && sameDraft({ ...draft(), causes: [] }, { ...data.draft, causes: [] })) {
    state.warned = true;
    say("还没有标成分：再按一次 Enter，整段记为「" + data.roles[state.roles[0]] + "」。", true);
    return;
  }
  send("decide", { id: data.id, query: data.query, note: $("note").value, ...draft() });
}

const undo = () => send("undo", { query: data.query });

// ---- keys and clicks ------------------------------------------------------------------------------------------

const KEYS = {
  Enter: save, u: undo, o: reset, "?": () => $("help").showModal(),
  j: () => follow("next"), k: () => follow("previous"),
  n: () => $("note").focus(), "/": () => $("words").focus(), i: () => { const a = document.querySelector("main .zoom"); if (a) zoom(a.href); },
  p: () => { state.causes = [...state.causes.slice(1), ...state.causes.slice(0, 1)]; draw(); },
  Escape: () => { state.picked = null; draw(); },
};

function follow(id) { const link = $(id); if (link) location.assign(link.href); else say(id === "next" ? "已是最后一段" : "已是第一段"); }

function onKey(event) {
  const typing = event.target.matches("textarea, input, select");
  if (event.target.id === "note" && event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); save(); return; }
  if (event.key === "Escape" && typing) { event.target.blur(); return; }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  if (event.key === "ArrowLeft" || event.key === "ArrowRight") { movePick(event.key === "ArrowLeft" ? -1 : 1, event.shiftKey); event.preventDefault(); return; }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const button = key.length === 1 && document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (button) { event.preventDefault(); if (button.dataset.role) setRole(button.dataset.role); else toggle(button.dataset.code); }
  else if (KEYS[key]) { event.preventDefault(); KEYS[key](); }
}

function zoom(href) {
  const box = $("zoomed");
  box.querySelector("img").src = href;
  box.showModal();
}

function listen() {
  $("text").addEventListener("click", (event) => {
    const atom = event.target.closest(".atom");
    if (!atom) return;
    const i = Number(atom.dataset.atom);
    if (event.target.closest(".tail") && i + 1 < data.atoms.length && !event.shiftKey) {
      const found = toggleCut(data.atoms, state.roles, i);
      state.roles = found.roles;
      state.picked = [found.first, found.last];
      draw();
    } else pick(i, event.shiftKey);
  });
  for (const button of document.querySelectorAll(".role")) button.addEventListener("click", () => setRole(button.dataset.role));
  for (const button of document.querySelectorAll(".code")) {
    button.addEventListener("click", () => toggle(button.dataset.code));
    for (const kind of ["mouseenter", "focus"]) button.addEventListener(kind, () => { showAbout(button.dataset.code); drawText(); });
  }
  // After a click with the mouse, Enter must save and not press the same button again.
  main.addEventListener("click", (event) => { if (event.detail > 0 && event.target.closest("button")) event.target.closest("button").blur(); });
  $("save").addEventListener("click", save);
  $("reset").addEventListener("click", reset);
  $("undo").addEventListener("click", undo);
  $("help-open").addEventListener("click", () => $("help").showModal());
  $("note").addEventListener("input", draw);
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeunload", (event) => { if (!leaving && isChanged()) event.preventDefault(); });
}

for (const link of document.querySelectorAll("a.zoom")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    zoom(link.href);
  });
}
for (const select of document.querySelectorAll(".filters select")) select.addEventListener("change", () => select.form.requestSubmit());
const list = document.querySelector(".list");
if (list) {
  // The list stays where it was: eyes find the next passage without searching.
  list.scrollTop = Number(sessionStorage.getItem("textmine-list") || 0);
  if ($("current")) $("current").scrollIntoView({ block: "nearest" });
  window.addEventListener("pagehide", () => sessionStorage.setItem("textmine-list", String(list.scrollTop)));
}
if (data) {
  listen();
  showAbout(state.causes[0] || "");
  draw();
}
