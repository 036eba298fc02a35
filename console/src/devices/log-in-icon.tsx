import { t } from '@lingui/core/macro';
import { Popover } from '@mantine/core';
import { IconScreenShare, IconScreenShareOff } from '@tabler/icons-react';
import clsx from 'clsx';
import { useId, useRef, type PointerEvent } from 'react';
import type { Device } from '../api/types';
import { LaunchCard } from './launch-card';
import { launchingPath, preferredMode } from './log-in';
import classes from './log-in-icon.module.css';
import { phaseOf, lookOf } from './phases';
import { useHoverCard } from './use-hover-card';

interface LogInIconProps {
  device: Device;
  /** On a narrow screen there is no room beside the icon. */
  cardBelow?: boolean;
}

/**
 * The Log In icon of one device with its card. It is never missing: where it cannot be used it is disabled, and the card
 * (on hover, focus or tap) says why and who can change that.
 */
export function LogInIcon({ device, cardBelow = false }: LogInIconProps) {
  const trigger = useRef<HTMLAnchorElement>(null);
  const card = useHoverCard(trigger);
  const describedBy = useId();
  const mode = preferredMode(device);
  const { launchability, deployment } = device;
  const summary = mode
    ? t`Ready to open. ${deployment?.label ?? ''}`
    : `${launchability.title ?? t`Not possible`}. ${deployment?.label ?? lookOf(phaseOf(device)).label}`;
  const tapOpensCard = (event: PointerEvent) => {
    if (event.pointerType === 'touch') card.toggle();
  };
  return (
    <span className={classes.place}>
      <a
        {...card.triggerProps}
        ref={trigger}
        className={clsx(classes.icon, !mode && classes.disabled)}
        href={mode ? launchingPath(device.id, mode) : undefined}
        target="_blank"
        rel="noopener"
        role={mode ? undefined : 'link'}
        tabIndex={0}
        aria-disabled={mode ? undefined : true}
        aria-label={t`Log In to ${device.name}`}
        aria-describedby={describedBy}
        aria-expanded={card.opened}
        onPointerUp={tapOpensCard}
        onClick={(event) => {
          if (!mode || card.touched()) event.preventDefault();
        }}
        onAuxClick={(event) => {
          if (!mode) event.preventDefault();
        }}
      >
        {mode ? (
          <IconScreenShare size={18} stroke={1.8} aria-hidden />
        ) : (
          <IconScreenShareOff size={18} stroke={1.6} aria-hidden />
        )}
        <span className={classes.words} id={describedBy}>
          {summary}
        </span>
      </a>
      {/* Made when it is wanted: a list has an icon in every row, and one card at a time. */}
      {card.opened && (
        <Popover
          opened
          closeOnClickOutside={false}
          position={cardBelow ? 'bottom-end' : 'right-start'}
          middlewares={{ flip: true, shift: { padding: 8 } }}
          width="min(380px, calc(100vw - 24px))"
          shadow="lg"
          withArrow
          arrowSize={9}
          offset={6}
          trapFocus={false}
          withRoles={false}
        >
          <Popover.Target>
            <span className={classes.anchor} aria-hidden />
          </Popover.Target>
          <Popover.Dropdown
            {...card.cardProps}
            p={0}
            className={classes.card}
            // A landmark, because it stands outside of every other one.
            role="region"
            aria-label={t`Deployment status of ${device.name}`}
          >
            <LaunchCard device={device} />
          </Popover.Dropdown>
        </Popover>
      )}
    </span>
  );
}
