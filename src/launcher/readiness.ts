import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { isEveryInterface } from '../platform/config/hosts.js';

export interface ReadinessTarget {
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** Resolves when `/readyz` answers 200; rejects with what it answered last when that takes too long. */
export async function awaitReadiness(target: ReadinessTarget, withinMs: number, goOn: () => void): Promise<void> {
  const deadline = Date.now() + withinMs;
  let last = 'nothing';
  while (Date.now() < deadline) {
    goOn();
    last = await ask(target);
    if (last === '200') return;
    await sleep(50);
  }
  throw new Error(`The server did not become ready within ${Math.round(withinMs / 1000)} s (/readyz answered ${last}); see the logs folder.`);
}

function ask({ host, port, isTls }: ReadinessTarget): Promise<string> {
  const address = isEveryInterface(host) ? '127.0.0.1' : host;
  // Our own listener on our own machine: which name its certificate bears does not matter here.
  const choices = { host: address, port, path: '/readyz', timeout: 3_000, rejectUnauthorized: false };
  return new Promise((resolve) => {
    const question = (isTls ? requestHttps : requestHttp)(choices, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => (body = (body + text).slice(0, 300)));
      answer.on('end', () => resolve(answer.statusCode === 200 ? '200' : `${answer.statusCode} ${body}`));
    });
    question.once('error', (error) => resolve(error.message));
    question.once('timeout', () => question.destroy(new Error('no answer in 3 s')));
    question.end();
  });
}
