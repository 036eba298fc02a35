/// <reference types="vite/client" />

/** A catalogue, compiled when it is built: from the id of a message to what is said. */
declare module '*.po' {
  import type { Messages } from '@lingui/core';

  export const messages: Messages;
}
