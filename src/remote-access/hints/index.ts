/** What servers say by themselves: taken as a hint to look, and never as the truth. */
export { HintsModule } from './hints.module.js';
export { hashOfHintSecret, hintAddress, newHintSecret } from './hint-address.js';
