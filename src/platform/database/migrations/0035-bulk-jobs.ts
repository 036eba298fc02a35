import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One act over many devices, with what became of each; and the indexes by which a list of many devices is counted and sorted. */
export class BulkJobs1764000000035 implements MigrationInterface {
  readonly name = 'BulkJobs1764000000035';

  async up(runner: QueryRunner): Promise<void> {
    // Whoever asked may be gone by then; the job stays, and what is left of it stops.
    await runner.query(`
      CREATE TABLE bulk_job (
        id uuid PRIMARY KEY,
        act text NOT NULL CONSTRAINT bulk_job_act_is_known CHECK (act IN ('retry', 'change-tags', 'move', 'assign-package', 'exclude', 'uninstall', 'undo')),
        request jsonb NOT NULL,
        requested_by uuid NOT NULL,
        requested_by_name text NOT NULL,
        state text NOT NULL CONSTRAINT bulk_job_state_is_known CHECK (state IN ('running', 'done', 'cancelled', 'stopped')),
        stop_code text,
        undoes uuid CONSTRAINT bulk_job_is_undone_once UNIQUE REFERENCES bulk_job (id) ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz,
        CONSTRAINT bulk_job_that_runs_has_not_finished CHECK ((state = 'running') = (finished_at IS NULL)),
        CONSTRAINT bulk_job_that_stopped_says_why CHECK ((state = 'stopped') = (stop_code IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX bulk_job_by_age ON bulk_job (created_at DESC, id DESC)');
    await runner.query(`CREATE INDEX bulk_job_running ON bulk_job (created_at) WHERE state = 'running'`);
    await runner.query(`
      CREATE TABLE bulk_job_device (
        job_id uuid NOT NULL REFERENCES bulk_job (id) ON DELETE CASCADE,
        device_id uuid NOT NULL REFERENCES device (id) ON DELETE CASCADE,
        state text NOT NULL CONSTRAINT bulk_job_device_state_is_known CHECK (state IN ('waiting', 'done', 'unchanged', 'refused')),
        code text,
        detail text,
        undo jsonb,
        PRIMARY KEY (job_id, device_id),
        CONSTRAINT bulk_job_device_that_is_refused_says_why CHECK ((state = 'refused') = (code IS NOT NULL))
      )`);
    await runner.query('CREATE INDEX bulk_job_device_by_device ON bulk_job_device (device_id)');
    await runner.query(`CREATE INDEX bulk_job_device_waiting ON bulk_job_device (job_id, device_id) WHERE state = 'waiting'`);

    await runner.query('CREATE INDEX device_by_enrolment ON device (enrolled_at, id)');
    await runner.query('CREATE INDEX device_in_doubt ON device (id) WHERE quarantined OR claim_public_key IS NOT NULL');
    await runner.query('CREATE INDEX device_presence_online ON device_presence (device_id) WHERE online');
    await runner.query('CREATE INDEX device_presence_away ON device_presence (last_seen_at, device_id) WHERE NOT online');
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}
