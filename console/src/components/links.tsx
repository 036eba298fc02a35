import { ActionIcon, Anchor, Button, type ActionIconProps, type AnchorProps, type ButtonProps } from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

type Html<P> = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof P> & { ref?: Ref<HTMLAnchorElement> };

/** Links of the router in the look of Mantine, with checked addresses. */
export const AnchorLink = createLink((props: AnchorProps & Html<AnchorProps>) => <Anchor {...props} />);
export const ButtonLink = createLink((props: ButtonProps & Html<ButtonProps>) => <Button component="a" {...props} />);
export const ActionIconLink = createLink((props: ActionIconProps & Html<ActionIconProps>) => (
  <ActionIcon component="a" {...props} />
));
