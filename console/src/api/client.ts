import createClient from 'openapi-fetch';
import { problemFrom, waitsForApproval } from './problem';
import type { components, paths } from './schema';

/** Typed access to the API of this very origin; the header tells the server that the request comes from its own console. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  headers: { 'X-Requested-With': 'latchkey' },
});

// The server takes no state change without a JSON content type, also where there is nothing to say; only a DELETE has none.
api.use({
  onRequest({ request }) {
    if (!['GET', 'DELETE'].includes(request.method) && !request.headers.has('content-type'))
      request.headers.set('content-type', 'application/json');
  },
});

/** How a call to the API ends, as far as the console looks. */
export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

type Approval = components['schemas']['ApprovalNeededView'];

/** The body of an answer; throws a `Problem` for a refusal, and for a change that first waits for a second person. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<Exclude<T, Approval>> {
  const { data, error, response } = await call;
  if (!response.ok) throw problemFrom(response.status, error, response.headers.get('x-request-id') ?? undefined);
  if (response.status === 202) throw waitsForApproval();
  return data as Exclude<T, Approval>;
}

/** A resource together with the tag that a later change must name. */
export interface Tagged<T> {
  value: T;
  etag: string;
}

/** Like `answer`, with the ETag; a resource without one may be changed whatever its state (`*`). */
export async function taggedAnswer<T>(call: Promise<Answer<T>>): Promise<Tagged<Exclude<T, Approval>>> {
  const { response } = await call;
  return { value: await answer(call), etag: response.headers.get('etag') ?? '*' };
}
