import type { CoreConfig, WebConfig } from './process-config.js';

/** The variables by which the launcher hands configuration to its children: not arguments, which every account of the machine can read. */
const WEB_VARIABLE = 'LATCHKEY_WEB_CONFIG';
const CORE_VARIABLE = 'LATCHKEY_CORE_CONFIG';

export function webEnvironment(config: WebConfig): Record<string, string> {
  return { [WEB_VARIABLE]: JSON.stringify(config) };
}

export function coreEnvironment(config: CoreConfig): Record<string, string> {
  return { [CORE_VARIABLE]: JSON.stringify({ ...config, sealingKey: config.sealingKey.toString('base64') }) };
}

/** Takes web's configuration out of the environment, so that nothing web might start inherits it; throws when it is not there. */
export function takeWebConfig(env: NodeJS.ProcessEnv): WebConfig {
  return take(env, WEB_VARIABLE) as WebConfig;
}

/** Takes core's configuration out of the environment, so that nothing core might start inherits it; throws when it is not there. */
export function takeCoreConfig(env: NodeJS.ProcessEnv): CoreConfig {
  const config = take(env, CORE_VARIABLE) as Omit<CoreConfig, 'sealingKey'> & { sealingKey: string };
  const sealingKey = Buffer.from(config.sealingKey, 'base64');
  if (sealingKey.length !== 32) throw new Error('The sealing key is not 32 bytes long.');
  return { ...config, sealingKey };
}

function take(env: NodeJS.ProcessEnv, variable: string): unknown {
  const text = env[variable];
  delete env[variable];
  if (!text) throw new Error(`${variable} is not set: this process is started by the launcher, so run "npm start".`);
  return JSON.parse(text);
}
