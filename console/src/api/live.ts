import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { applyChanges, refetchEverything, type ChangeEvent } from './apply-changes';

export type LiveState = 'connecting' | 'live' | 'interrupted';

/** Changes come in bursts (one deployment passes five phases in a second); this much is gathered before asking. */
const GATHER_MS = 150;
const RECONNECT_MS = 3_000;

const KINDS = ['device', 'deployment', 'rollout', 'launch', 'support-session'] as const;

/** Follows the event stream and keeps what is on screen true; returns how the stream is doing. */
export function useLive(): LiveState {
  const client = useQueryClient();
  const [state, setState] = useState<LiveState>('connecting');
  useEffect(() => follow(client, setState), [client]);
  return state;
}

function follow(client: QueryClient, setState: (state: LiveState) => void): () => void {
  let source: EventSource;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let reconnecting: ReturnType<typeof setTimeout> | undefined;
  let changes: ChangeEvent[] = [];
  let missedSome = false;

  const flush = () => {
    gathering = undefined;
    const gathered = changes;
    changes = [];
    void applyChanges(client, gathered);
  };
  const receive = (event: MessageEvent<string>) => {
    changes.push(JSON.parse(event.data) as ChangeEvent);
    gathering ??= setTimeout(flush, GATHER_MS);
  };
  const connect = () => {
    source = new EventSource('/api/v1/events');
    KINDS.forEach((kind) => source.addEventListener(kind, receive));
    source.addEventListener('resync', () => refetchEverything(client));
    source.onopen = () => {
      setState('live');
      if (missedSome) refetchEverything(client);
      missedSome = false;
    };
    source.onerror = () => {
      setState('interrupted');
      // The browser reconnects by itself and resumes by Last-Event-ID, except when it was answered with an error.
      if (source.readyState !== EventSource.CLOSED) return;
      missedSome = true;
      void client.invalidateQueries({ queryKey: ['me'] });
      reconnecting = setTimeout(connect, RECONNECT_MS);
    };
  };
  connect();
  return () => {
    clearTimeout(gathering);
    clearTimeout(reconnecting);
    source.close();
  };
}
