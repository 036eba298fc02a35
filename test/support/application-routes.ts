import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** One route as the running application knows it, such as `GET /api/v1/clients/:id`. */
export interface ApplicationRoute {
  readonly method: string;
  readonly url: string;
}

interface RouteOptions {
  readonly method: string | string[];
  readonly url: string;
}

/** Starts something and notes every route that its HTTP servers are given while it starts: nobody has to remember to tell. */
export async function withRoutesOf<T>(start: () => Promise<T>): Promise<{ readonly started: T; readonly routes: readonly ApplicationRoute[] }> {
  const routes: ApplicationRoute[] = [];
  const listen = (message: unknown): void => {
    const { fastify } = message as { fastify: { addHook(name: 'onRoute', hook: (route: RouteOptions) => void): void } };
    fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };
  subscribe('fastify.initialization', listen);
  try {
    return { started: await start(), routes };
  } finally {
    unsubscribe('fastify.initialization', listen);
  }
}
