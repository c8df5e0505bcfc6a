// The draft of one passage: atoms with roles, codes in order. Pure functions on plain objects; desk.js shows them.
"use strict";

const LIKELY = { // what tends to follow a role, likeliest first
  context: ["cause", "effect", "measure"], cause: ["effect", "measure", "context"], effect: ["measure", "cause", "context"],
  measure: ["cause", "effect", "context"], none: ["cause", "effect", "measure"],
};

/** Give each atom the role of the segment it lies in. */
function rolesOf(atoms, segments) {
  const roles = [];
  let at = 0, segment = 0, end = segments.length ? segments[0].text.length : 0;
  for (const atom of atoms) {
    while (at >= end && segment + 1 < segments.length) end += segments[++segment].text.length;
    roles.push(segments[segment].role);
    at += atom.text.length;
  }
  return roles;
}

/** Join neighbouring atoms of one role to segments: [{role, first, last, text}]. */
function segmentsOf(atoms, roles) {
  const out = [];
  roles.forEach((role, i) => {
    const last = out[out.length - 1];
    if (last && last.role === role) { last.last = i; last.text += atoms[i].text; }
    else out.push({ role, first: i, last: i, text: atoms[i].text });
  });
  return out;
}

/** Give a stretch of atoms a role. */
function withRole(roles, first, last, role) {
  return roles.map((r, i) => (i >= first && i <= last ? role : r));
}

/** Cut after an atom where its segment goes on, else merge the next segment into it. Returns roles and the stretch changed. */
function toggleCut(atoms, roles, i) {
  const segments = segmentsOf(atoms, roles);
  const here = segments.findIndex((s) => i >= s.first && i <= s.last);
  if (i < segments[here].last) {
    const last = segments[here].last;
    // Unlike the segment after it, too: so that a second click on the same mark undoes the cut.
    const role = LIKELY[roles[i]].find((r) => r !== roles[last + 1]);
    return { roles: withRole(roles, i + 1, last, role), first: i + 1, last };
  }
  const next = segments[here + 1];
  if (!next) return { roles, first: i, last: i };
  return { roles: withRole(roles, next.first, next.last, roles[i]), first: next.first, last: next.last };
}

/** Add a code at the end or take it away; codes that stand alone drive out the others. */
function toggleCode(causes, code, alone) {
  if (causes.includes(code)) return causes.filter((c) => c !== code);
  if (alone.includes(code)) return [code];
  return [...causes.filter((c) => !alone.includes(c)), code];
}

/** Make a code the primary one. */
function toFront(causes, code) {
  return [code, ...causes.filter((c) => c !== code)];
}

function sameDraft(a, b) {
  return a.causes.join() === b.causes.join() && a.segments.length === b.segments.length &&
    a.segments.every((s, i) => s.role === b.segments[i].role && s.text === b.segments[i].text);
}
