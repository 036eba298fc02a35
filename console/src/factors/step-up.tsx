import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { answer, api } from '../api/client';
import { showPasskey } from './passkeys';
import { Prove } from './prove';

/** Asks the person at the screen to prove once more who he is, for one act; false when he does not. */
export function askToStepUp(act: string, methods: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const id = `step-up-${act.slice(0, 8)}`;
    let isProven = false;
    const askPasskey = async () => {
      const options = await answer(api.POST('/api/v1/auth/step-up/options', { body: { act } }));
      return showPasskey(options.passkey ?? {});
    };
    const send = async (proof: object) => {
      await answer(api.POST('/api/v1/auth/step-up', { body: { act, ...proof } }));
      isProven = true;
      modals.close(id);
    };
    modals.open({
      modalId: id,
      title: t`Confirm that it is you`,
      // Above whatever dialog the act was begun in.
      zIndex: 400,
      onClose: () => resolve(isProven),
      children: (
        <>
          <Text size="sm" mb="md">
            <Trans>What you are about to do can open or close doors for many. Your proof is good for this one act.</Trans>
          </Text>
          <Prove methods={methods} askPasskey={askPasskey} send={send} />
        </>
      ),
    });
  });
}
