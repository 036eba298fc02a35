import { useWindowEvent } from '@mantine/hooks';

interface ListKeys {
  enabled: boolean;
  onMove: (by: 1 | -1) => void;
  onTick: (upToHere: boolean) => void;
  onEscape: () => void;
}

/** j and k go through the rows, x ticks; not while somebody types or a dialog is open, and not at all for whom single keys are off. */
export function useListKeys({ enabled, onMove, onTick, onEscape }: ListKeys): void {
  useWindowEvent('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) && (target as HTMLInputElement).type !== 'checkbox';
    if (isTyping || document.querySelector('[role="dialog"][aria-modal="true"]')) return;
    if (event.key === 'Escape') return onEscape();
    if (!enabled) return;
    const key = event.key.toLowerCase();
    if (key !== 'j' && key !== 'k' && key !== 'x') return;
    event.preventDefault();
    if (key === 'x') onTick(event.shiftKey);
    else onMove(key === 'j' ? 1 : -1);
  });
}
