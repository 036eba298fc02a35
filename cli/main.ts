#!/usr/bin/env node
import { runCommand } from './run-command.js';

/** The `latchkey` program: one command, one exit code. */
void runCommand(process.argv.slice(2), {
  env: process.env,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
}).then((exitCode) => (process.exitCode = exitCode));
