import type { CoreConfig, WebConfig } from './process-config.js';

/** The variables by which the launcher hands configuration to its children: not arguments, which every account of the machine can read. */
const WEB_VARIABLE = 'LATCHKEY_WEB_CONFIG';
const CORE_VARIABLE = 'LATCHKEY_CORE_CONFIG';

export function webEnvironment(config: WebConfig): Record<string, string> {
  return { [WEB_VARIABLE]: JSON.stringify(config) };
}

export function coreEnvironment(config: CoreConfig): Record<string, string> {
  return { [CORE_VARIABLE]: JSON.stringify({ ...config, sealingKey: keyText(config.sealingKey), olderSealingKeys: config.olderSealingKeys.map(keyText) }) };
}

/** Takes web's configuration out of the environment, so that nothing web might start inherits it; throws when it is not there. */
export function takeWebConfig(env: NodeJS.ProcessEnv): WebConfig {
  return take(env, WEB_VARIABLE) as WebConfig;
}

/** Takes core's configuration out of the environment, so that nothing core might start inherits it; throws when it is not there. */
export function takeCoreConfig(env: NodeJS.ProcessEnv): CoreConfig {
  const config = take(env, CORE_VARIABLE) as Omit<CoreConfig, 'sealingKey' | 'olderSealingKeys'> & { sealingKey: string; olderSealingKeys: string[] };
  return { ...config, sealingKey: keyIn(config.sealingKey), olderSealingKeys: config.olderSealingKeys.map(keyIn) };
}

/** What the launcher writes to a child when its keys have changed: the one that seals first. One line, without its end. */
export function keysLine(keys: readonly Buffer[]): string {
  return JSON.stringify({ keys: keys.map(keyText) });
}

/** The keys in such a line; throws for anything else. */
export function keysOfLine(line: string): [Buffer, ...Buffer[]] {
  const { keys } = JSON.parse(line) as { keys: string[] };
  const [newest, ...older] = keys.map(keyIn);
  if (!newest) throw new Error('There is no key in that line.');
  return [newest, ...older];
}

const keyText = (key: Buffer): string => key.toString('base64');

function keyIn(text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32) throw new Error('The sealing key is not 32 bytes long.');
  return key;
}

function take(env: NodeJS.ProcessEnv, variable: string): unknown {
  const text = env[variable];
  delete env[variable];
  if (!text) throw new Error(`${variable} is not set: this process is started by the launcher, so run "npm start".`);
  return JSON.parse(text);
}
