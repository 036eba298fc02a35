import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Button, Divider, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle, IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { asProblem } from '../api/problem';

/** What somebody shows beside his password. */
export interface Proof {
  passkey?: Record<string, unknown>;
  otp?: string;
  recoveryCode?: string;
}

interface ProveProps {
  methods: readonly string[];
  /** Asks the server what the passkey has to answer, and the browser to answer it. */
  askPasskey: () => Promise<Record<string, unknown>>;
  send: (proof: Proof) => Promise<void>;
}

/** One way after the other to prove who one is, the better one first. */
export function Prove({ methods, askPasskey, send }: ProveProps) {
  const [usesRecoveryCode, setUsesRecoveryCode] = useState(false);
  const [code, setCode] = useState('');
  const prove = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: async (proof: Proof | 'passkey') => send(proof === 'passkey' ? { passkey: await askPasskey() } : proof),
  });
  const takesCode = usesRecoveryCode || methods.includes('totp');
  const submitCode = () => prove.mutate(usesRecoveryCode ? { recoveryCode: code.trim() } : { otp: code.replace(/\s/g, '') });
  return (
    <Stack>
      {prove.isError && (
        <Alert color="red" icon={<IconAlertCircle size={18} />} title={asProblem(prove.error).title}>
          {asProblem(prove.error).detail}
        </Alert>
      )}
      {methods.includes('passkey') && (
        <Button
          size="md"
          leftSection={<IconFingerprint size={18} />}
          loading={prove.isPending && prove.variables === 'passkey'}
          onClick={() => prove.mutate('passkey')}
          data-autofocus
        >
          <Trans>Use your passkey</Trans>
        </Button>
      )}
      {methods.includes('passkey') && takesCode && <Divider label={t`or`} labelPosition="center" />}
      {takesCode && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            submitCode();
          }}
        >
          <Stack>
            <TextInput
              label={usesRecoveryCode ? t`Recovery code` : t`Code of your authenticator app`}
              description={usesRecoveryCode ? t`One of the ten you kept; each is good once.` : undefined}
              inputMode={usesRecoveryCode ? 'text' : 'numeric'}
              autoComplete={usesRecoveryCode ? 'off' : 'one-time-code'}
              required
              data-autofocus={!methods.includes('passkey') || undefined}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
            />
            <Button type="submit" variant={methods.includes('passkey') ? 'default' : 'filled'} loading={prove.isPending && prove.variables !== 'passkey'}>
              <Trans>Continue</Trans>
            </Button>
          </Stack>
        </form>
      )}
      {methods.includes('recovery-code') && !usesRecoveryCode && (
        <Text size="sm" ta="center">
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              setUsesRecoveryCode(true);
              setCode('');
            }}
          >
            <Trans>Use a recovery code</Trans>
          </Button>
        </Text>
      )}
    </Stack>
  );
}
