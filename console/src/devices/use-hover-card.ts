import { useWindowEvent } from '@mantine/hooks';
import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';

const OPEN_AFTER_MS = 160;
const CLOSE_AFTER_MS = 220;
const FOCUSABLE = 'a[href], button:not([disabled])';

/**
 * A card that appears on hover and on focus, stays while the pointer or the focus is in it, and goes at Escape without
 * moving either (WCAG 1.4.13). Tab leads from its trigger into the card and from its end back to where one was.
 */
export function useHoverCard(trigger: RefObject<HTMLElement | null>) {
  const [opened, setOpened] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const card = useRef<HTMLDivElement>(null);
  const byTouch = useRef(false);

  const after = (ms: number, open: boolean) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpened(open), ms);
  };
  const now = (open: boolean) => {
    clearTimeout(timer.current);
    setOpened(open);
  };
  useEffect(() => () => clearTimeout(timer.current), []);
  useWindowEvent('keydown', (event) => {
    if (event.key === 'Escape' && opened) now(false);
  });

  useWindowEvent('pointerdown', ({ target }) => {
    if (!opened || !(target instanceof Node) || card.current?.contains(target) || trigger.current?.contains(target)) return;
    now(false);
  });

  const leave = (event: FocusEvent) => {
    const next = event.relatedTarget;
    if (next instanceof Node && (card.current?.contains(next) || trigger.current?.contains(next))) return;
    after(CLOSE_AFTER_MS, false);
  };
  const stops = () => [...(card.current?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? [])];
  const tabIntoCard = (event: KeyboardEvent) => {
    const first = stops()[0];
    if (event.key !== 'Tab' || event.shiftKey || !opened || !first) return;
    event.preventDefault();
    first.focus();
  };
  const tabOutOfCard = (event: KeyboardEvent) => {
    if (event.key === 'Escape') trigger.current?.focus();
    if (event.key !== 'Tab') return;
    const within = stops();
    const edge = event.shiftKey ? within[0] : within.at(-1);
    if (event.target !== edge) return;
    // Without preventDefault the browser goes on from the trigger: forwards to what follows it, backwards to itself.
    if (event.shiftKey) event.preventDefault();
    trigger.current?.focus();
    if (!event.shiftKey) now(false);
  };

  return {
    opened,
    close: () => now(false),
    toggle: () => {
      byTouch.current = true;
      now(!opened);
    },
    /** Whether the latest activation was a tap, which opens the card instead of the device. */
    touched: () => {
      const was = byTouch.current;
      byTouch.current = false;
      return was;
    },
    triggerProps: {
      onPointerEnter: (event: { pointerType: string }) => event.pointerType === 'mouse' && after(OPEN_AFTER_MS, true),
      onPointerLeave: (event: { pointerType: string }) => event.pointerType === 'mouse' && after(CLOSE_AFTER_MS, false),
      onFocus: () => {
        if (trigger.current?.matches(':focus-visible')) now(true);
      },
      onBlur: leave,
      onKeyDown: tabIntoCard,
    },
    cardProps: {
      ref: card,
      onPointerEnter: () => now(true),
      onPointerLeave: (event: { pointerType: string }) => event.pointerType === 'mouse' && after(CLOSE_AFTER_MS, false),
      onBlur: leave,
      onKeyDown: tabOutOfCard,
    },
  };
}
