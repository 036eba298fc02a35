export type { WebConfig, WebEngineConfig } from './process-config.js';

/** Under this token `web` injects its {@link WebConfig}. */
export const WEB_CONFIG = Symbol('WebConfig');
