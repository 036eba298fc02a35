import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, BrowserSession } from './browser-session.js';

/** One operation of the HTTP API's committed description; paths below `/api/v1`. */
export interface Operation {
  readonly method: string;
  readonly path: string;
}

const { paths } = JSON.parse(readFileSync(join(__dirname, '..', '..', 'contracts', 'openapi.json'), 'utf8')) as { paths: Record<string, Record<string, unknown>> };

/** All of them, so that a new route is looked at without anybody thinking of it. */
export const OPERATIONS: readonly Operation[] = Object.entries(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path: path.replace('/api/v1', '') })),
);
export const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
/** `devices` of `/devices/{id}/launch`. */
export const nounOf = ({ path }: Operation): string => path.split('/')[1] ?? '';

/** Well-formed bodies, so that a refusal is about authority and not about form. */
export const WELL_FORMED: Readonly<Record<string, object>> = {
  'POST /unknown-remote-agents/{id}/approve': { reason: 'it may stay' },
  'POST /unknown-remote-agents/{id}/remove': { reason: 'it has to go' },
  'PATCH /clients/{id}': { name: 'Taken' },
  'PATCH /sites/{id}': { name: 'Taken' },
  'PUT /policies/{id}': { name: 'Taken', enabled: true, settings: {} },
  'PUT /packages/{id}': { name: 'Taken', entries: [] },
  'PUT /device-groups/{id}': { name: 'Taken', filter: 'name:*' },
  'PATCH /assignments/{id}': { priority: 1 },
  'PATCH /devices/{id}': { tags: ['taken'] },
  'PUT /devices/{id}/override': { settings: { 'consent.mode': 'always' }, reason: 'taken' },
  'PATCH /exclusions/{id}': { reason: 'taken' },
  'POST /devices/{id}/launch': { mode: 'terminal' },
  'POST /devices/{id}/re-image-claim': { accept: true },
  'POST /devices/{id}/give-up-removal': { reason: 'taken' },
  'POST /clients/{id}/offboard': { reason: 'taken', confirm: 'Nobody is called so' },
  'POST /approvals/{id}': { decision: 'reject' },
  'POST /rollouts/{id}/pause': { reason: 'Taken' },
  'POST /rollouts/{id}/resume': { reason: 'Taken' },
  'POST /rollouts/{id}/abort': { reason: 'Taken' },
  'POST /support-sessions/{id}/invite': { email: 'taken@example.org' },
  'POST /support-sessions/{id}/messages': { text: 'taken' },
  'POST /support-sessions/{id}/notes': { text: 'taken' },
  'POST /support-sessions/{id}/transfer': { userId: '00000000-0000-4000-8000-000000000000' },
  'POST /support-sessions/{id}/guests/{guestId}/offer-enrolment': { siteId: '00000000-0000-4000-8000-000000000000' },
  'POST /support-sessions/{id}/guests/{guestId}/signals': { viewer: '00000000-0000-4000-8000-000000000000', signal: {} },
  'PUT /saved-views/{id}': { name: 'Taken', shared: false, definition: { search: {} } },
  'PATCH /webhooks/{id}': { name: 'Taken' },
  'PATCH /notification-rules/{id}': { name: 'Taken' },
  'PATCH /provider-instances/{id}': { region: 'Taken' },
  'PATCH /provider-instances/{id}/settings': { name: 'Taken' },
};

/** Asks for an operation about one id; other parameters of the path get what is well-formed. */
export function ask(browser: BrowserSession, operation: Operation, id: string, ifMatch = '*'): Promise<Answer> {
  const { method, path } = operation;
  const address = path.replace('{id}', id).replace('{version}', '1').replace('{guestId}', '00000000-0000-4000-8000-000000000000').replace('{category}', 'devices').replace('{type}', 'remote-access').replace(/\{(code|fingerprint)\}/g, 'RA-NET-02');
  const body = WELL_FORMED[nameOf(operation)] ?? {};
  switch (method) {
    case 'GET':
      return browser.get(address);
    case 'POST':
      return browser.post(address, body, { 'if-match': ifMatch });
    case 'PUT':
      return browser.put(address, body, { 'if-match': ifMatch });
    case 'PATCH':
      return browser.patch(address, body, { 'if-match': ifMatch });
    default:
      return browser.delete(address, { 'if-match': ifMatch });
  }
}
