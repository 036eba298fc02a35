import { api } from '../api/client';

interface Refusal {
  stepUp?: { act: string; methods: string[] };
}

/** The same request once more; what has a body can be sent only once. */
const again = new WeakMap<Request, Request>();

/** Where the server wants a fresh proof for an act, asks for it and does the act again: no page has to know which acts these are. */
export function installStepUp(): void {
  api.use({
    onRequest({ request }) {
      if (request.method !== 'GET') again.set(request, request.clone());
    },
    async onResponse({ request, response }) {
      const repeated = again.get(request);
      if (response.status !== 403 || !repeated) return undefined;
      const { stepUp } = (await response.clone().json().catch(() => ({}))) as Refusal;
      if (!stepUp || stepUp.methods.length === 0) return undefined;
      const { askToStepUp } = await import('./step-up');
      return (await askToStepUp(stepUp.act, stepUp.methods)) ? fetch(repeated) : undefined;
    },
  });
}
