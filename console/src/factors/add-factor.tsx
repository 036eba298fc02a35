import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Alert, Box, Button, Center, Code, Group, PasswordInput, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertCircle, IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { QRCodeSVG } from 'qrcode.react';
import { useState } from 'react';
import { answer, api } from '../api/client';
import { asProblem } from '../api/problem';
import { canUsePasskeys, FACTOR_NAMES, makePasskey, type FactorKind } from './passkeys';
import { RecoveryCodes } from './recovery-codes';

interface AddFactorProps {
  /** The kinds that count, the better one first. */
  kinds: readonly FactorKind[];
  /** Whether the account is signed in without any factor: then its password is asked for. */
  asksPassword: boolean;
  onDone: () => void;
}

/** Enrols a second factor and, with the first one, hands out the recovery codes. */
export function AddFactor({ kinds, asksPassword, onDone }: AddFactorProps) {
  const usable = kinds.filter((kind) => kind !== 'passkey' || canUsePasskeys());
  const [kind, setKind] = useState<FactorKind>(usable[0] ?? 'totp');
  const [name, setName] = useState('');
  const [currentPassword, setCurrentPassword] = useState('');
  const [otp, setOtp] = useState('');
  const enrol = useMutation({
    meta: { showsOwnProblems: true },
    mutationFn: async () => {
      const common = { name: name.trim() || FACTOR_NAMES[kind], ...(asksPassword ? { currentPassword } : {}) };
      if (kind === 'totp') return answer(api.POST('/api/v1/auth/factors/totp', { body: { ...common, otp: otp.replace(/\s/g, '') } }));
      const { options } = await answer(api.POST('/api/v1/auth/factors/passkey-options'));
      return answer(api.POST('/api/v1/auth/factors/passkey', { body: { ...common, passkey: await makePasskey(options) } }));
    },
    onSuccess: ({ recoveryCodes }) => {
      if (!recoveryCodes) onDone();
    },
  });
  if (enrol.data?.recoveryCodes) return <RecoveryCodes codes={enrol.data.recoveryCodes} onKept={onDone} />;
  if (usable.length === 0) {
    return (
      <Alert icon={<IconAlertCircle size={18} />} title={t`This browser has no passkeys`}>
        <Trans>Your role needs one. Open this page in a browser that has them.</Trans>
      </Alert>
    );
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        enrol.mutate();
      }}
    >
      <Stack>
        {enrol.isError && (
          <Alert color="red" icon={<IconAlertCircle size={18} />} title={asProblem(enrol.error).title}>
            {asProblem(enrol.error).errors[0]?.message ?? asProblem(enrol.error).detail}
          </Alert>
        )}
        {usable.length > 1 && (
          <SegmentedControl
            aria-label={t`Kind of second factor`}
            fullWidth
            data={usable.map((value) => ({ value, label: FACTOR_NAMES[value] }))}
            value={kind}
            onChange={(value) => setKind(value as FactorKind)}
          />
        )}
        {kind === 'passkey' ? (
          <Text size="sm"><Trans>Your finger, face or PIN, or a key on your ring: nothing to type, and nothing that can be phished.</Trans></Text>
        ) : (
          <AppSecret otp={otp} onOtp={setOtp} />
        )}
        <TextInput label={t`Name`} description={t`By which you recognise it later.`} placeholder={kind === 'passkey' ? t`Laptop` : t`Phone`} maxLength={80} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        {asksPassword && (
          <PasswordInput label={t`Your password`} autoComplete="current-password" required value={currentPassword} onChange={(event) => setCurrentPassword(event.currentTarget.value)} />
        )}
        <Group justify="flex-end">
          <Button type="submit" size="md" fullWidth leftSection={kind === 'passkey' ? <IconFingerprint size={18} /> : undefined} loading={enrol.isPending}>
            {kind === 'passkey' ? t`Make a passkey` : t`Enrol the app`}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** The QR code, its text for who cannot scan, and the first code as the proof that it worked. */
function AppSecret({ otp, onOtp }: { otp: string; onOtp: (otp: string) => void }) {
  const secret = useQuery({
    queryKey: ['new-one-time-secret'],
    queryFn: () => answer(api.POST('/api/v1/auth/factors/totp-options')),
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Stack gap="sm">
      <Text size="sm"><Trans>Scan this with an authenticator app, then type the code it shows.</Trans></Text>
      {secret.data && (
        <>
          <Center>
            <Box p="sm" bg="white" style={{ borderRadius: 8 }}>
              <QRCodeSVG value={secret.data.uri} size={172} title={t`QR code for your authenticator app`} />
            </Box>
          </Center>
          <Text size="xs" c="dimmed" ta="center">
            <Trans>Or type <Code>{secret.data.secret.match(/.{1,4}/g)?.join(' ')}</Code></Trans>
          </Text>
        </>
      )}
      <TextInput label={t`Code`} inputMode="numeric" autoComplete="one-time-code" required value={otp} onChange={(event) => onOtp(event.currentTarget.value)} />
    </Stack>
  );
}
