// The chat's HTTP interface (see /openapi.json). Every failure becomes one ChatFailure.

import { province } from "./places.js";

const ROOT = "/api/v1";
const PATIENCE = 30_000;
const PATIENCE_WITH_FILES = 180_000;
const SAID_IN_WORDS = new Set(["button_refused", "attachment_refused"]);

/**
 * A request that did not work out.
 * `kind`: offline | unreachable | slow | limited | unknown_conversation | long | refused | server.
 */
export class ChatFailure extends Error {
  /**
   * @param {string} kind
   * @param {{seconds?: number, said?: string}} [more] seconds to wait; the server's own sentence
   */
  constructor(kind, { seconds, said } = {}) {
    super(kind);
    this.kind = kind;
    this.seconds = seconds;
    this.said = said;
  }
}

async function request(path, { patience = PATIENCE, ...options } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  const json = typeof options.body === "string"; // a form with files brings its own
  const headers = { Accept: "application/json", ...(json && { "Content-Type": "application/json" }) };
  let response;
  let body;
  try {
    response = await fetch(ROOT + path, { ...options, headers, signal: stop.signal });
    body = await response.json().catch(() => null);
  } catch {
    if (!stop.signal.aborted) throw new ChatFailure(navigator.onLine ? "unreachable" : "offline");
  } finally {
    clearTimeout(timer);
  }
  if (stop.signal.aborted) throw new ChatFailure("slow");
  if (!response.ok) throw failureOf(response, body);
  if (body === null) throw new ChatFailure("server");
  return body;
}

function failureOf(response, body) {
  const error = body?.error ?? {};
  const said = typeof error.message === "string" ? error.message : undefined;
  switch (response.status) {
    case 404:
      return new ChatFailure(error.code === "conversation_not_found" ? "unknown_conversation" : "server", { said });
    case 409:
      return new ChatFailure("refused", { said });
    case 413:
      return new ChatFailure("long");
    case 422:
      return new ChatFailure("refused", { said: SAID_IN_WORDS.has(error.code) ? said : undefined });
    case 429:
      return new ChatFailure("limited", { seconds: waitOf(response), said });
    default:
      return new ChatFailure("server", { said: response.status >= 500 ? said : undefined });
  }
}

/** Seconds to wait: the header gives seconds or a date. */
function waitOf(response) {
  const header = response.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 1), 3600) : 5;
}

function post(path, body) {
  return request(path, { method: "POST", body: JSON.stringify(body) });
}

export async function send({ conversationId, text, payload, key }) {
  const known = conversationId && { conversation_id: conversationId };
  const more = { ...(payload && { payload }), ...(key && { key }), ...(province && { province }) };
  const reply = await post("/chat/messages", { text, ...known, ...more });
  if (province && !reply.province) console.warn(`Một Cửa: "${province}" is no province; answers are not narrowed.`);
  return reply;
}

/** Where the conversation stands with a person of the office, and what they said after a message. */
export function news(conversationId, after) {
  return request(`/chat/conversations/${encodeURIComponent(conversationId)}/handover?after=${after}`);
}

export function transcript(conversationId) {
  return request(`/chat/conversations/${encodeURIComponent(conversationId)}`);
}

/** Attach a file to the PAKN being taken in; the person has said that it shows no identity paper. */
export function attach(conversationId, file) {
  const body = new FormData();
  body.append("file", file, file.name);
  body.append("not_identity_paper", "true");
  const path = `/chat/conversations/${encodeURIComponent(conversationId)}/files`;
  return request(path, { method: "POST", body, patience: PATIENCE_WITH_FILES });
}

export function detach(conversationId, fileId) {
  const path = `/chat/conversations/${encodeURIComponent(conversationId)}/files/${encodeURIComponent(fileId)}`;
  return request(path, { method: "DELETE" });
}

export function rate(messageId, value, reason) {
  return post(`/chat/messages/${encodeURIComponent(messageId)}/rating`, { value, ...(reason && { reason }) });
}

export function announcements() {
  return request("/announcements");
}

export function activeSnapshot() {
  return request("/snapshots/active");
}
