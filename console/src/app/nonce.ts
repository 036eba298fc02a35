const meta = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]');

/** The value that this response's policy allows on style elements; empty in development, where there is no policy. */
export const styleNonce: string = meta?.nonce ?? '';

// The scroll lock of dialogs (react-style-singleton) makes its own style element and looks for its nonce in this name.
(globalThis as { __webpack_nonce__?: string }).__webpack_nonce__ = styleNonce;
