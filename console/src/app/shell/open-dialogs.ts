/** Dialogs of the frame that few open: each is loaded when it is wanted. */
export async function openChangePassword(): Promise<void> {
  (await import('./change-password')).openChangePassword();
}

export async function openKeyboardSheet(): Promise<void> {
  (await import('./keyboard-sheet')).openKeyboardSheet();
}
