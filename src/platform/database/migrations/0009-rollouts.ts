import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a rollout remembers between two looks, when its windows are open, and the marks that say which one to look at. */
export class Rollouts1764000000009 implements MigrationInterface {
  readonly name = 'Rollouts1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MEMORY);
    await runner.query(WINDOWS);
    await runner.query(MARKS);
  }

  async down(): Promise<void> {
    throw new Error('Migrations only go forward; restore a backup instead.');
  }
}

const MEMORY = `
  ALTER TABLE rollout
    -- How many devices may have it when each wave is open, counted from the first; written once, when all devices are known.
    ADD COLUMN targets integer[],
    ADD COLUMN state_by text NOT NULL DEFAULT 'operator' CONSTRAINT rollout_state_is_by_somebody_known CHECK (state_by IN ('operator', 'guard')),
    ADD COLUMN watched_since timestamptz,
    ADD COLUMN soaking_since timestamptz,
    -- What an operator who resumed a stopped rollout has accepted: failures until then, and the small number of that wave's answers.
    ADD COLUMN accepted_until timestamptz,
    ADD COLUMN accepted_wave integer,
    ADD COLUMN wants_devices boolean NOT NULL DEFAULT false,
    ADD COLUMN waits_for text CONSTRAINT rollout_waits_for_something_known CHECK (waits_for IN (
      'devices-named', 'operator', 'unfreezing', 'window', 'rate', 'devices', 'answers', 'results', 'failures', 'soak')),
    ADD COLUMN waits_until timestamptz,
    ADD COLUMN looked_at timestamptz NOT NULL DEFAULT now(),
    ADD CONSTRAINT rollout_wave_has_a_target CHECK (wave = 0 OR (targets IS NOT NULL AND wave <= cardinality(targets)));
  ALTER TABLE rollout_device ADD COLUMN seen_at timestamptz;
  CREATE INDEX rollout_device_by_release ON rollout_device (rollout_id, released_at) WHERE released_at IS NOT NULL;
  CREATE INDEX rollout_device_unsettled ON rollout_device (rollout_id, device_id)
    WHERE released_at IS NOT NULL AND (outcome IS NULL OR outcome = 'failed');

  ALTER TABLE deployment_status ADD COLUMN waits_for text
    CONSTRAINT deployment_waits_for_something_known CHECK (waits_for IN ('wave', 'window', 'unfreezing', 'resumption', 'next-change'))`;

/**
 * A window is {"days": ["mon", …], "from": "22:00", "to": "04:00"}: it begins on these days by the clock of the zone and ends by
 * that clock too, after midnight where \`to\` is not later than \`from\`. So a night in which clocks change is an hour shorter or
 * longer, and an hour that does not exist begins when it would have ended. No window is always open.
 */
const WINDOWS = `
  CREATE FUNCTION window_spans(maintenance_window jsonb, zone text, at timestamptz) RETURNS TABLE (opens timestamptz, closes timestamptz)
  LANGUAGE sql STABLE AS $spans$
    SELECT (day + (maintenance_window ->> 'from')::time) AT TIME ZONE zone,
           (day + (maintenance_window ->> 'to')::time + CASE WHEN (maintenance_window ->> 'to')::time > (maintenance_window ->> 'from')::time
                                                             THEN interval '0' ELSE interval '1 day' END) AT TIME ZONE zone
      FROM generate_series(-1, 15) AS n, LATERAL (SELECT (at AT TIME ZONE zone)::date + n AS day) AS d
     WHERE maintenance_window -> 'days' ? (ARRAY['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'])[extract(dow FROM day)::int + 1]
  $spans$;

  CREATE FUNCTION window_is_open(maintenance_window jsonb, zone text, at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $open$
    SELECT coalesce(jsonb_typeof(maintenance_window), 'null') = 'null'
        OR EXISTS (SELECT 1 FROM window_spans(maintenance_window, zone, at) WHERE opens <= at AND at < closes)
  $open$;

  -- Null while the window is open, or where there is none.
  CREATE FUNCTION window_opens_at(maintenance_window jsonb, zone text, at timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $opens$
    SELECT CASE WHEN NOT window_is_open(maintenance_window, zone, at)
                THEN (SELECT min(opens) FROM window_spans(maintenance_window, zone, at) WHERE opens > at AND closes > opens) END
  $opens$`;

/** Only ever added to and taken from, so that whoever holds deployments never waits for whoever holds a rollout. */
const MARKS = `
  CREATE TABLE rollout_news (
    rollout_id uuid NOT NULL,
    marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
  );
  CREATE INDEX rollout_news_by_rollout ON rollout_news (rollout_id);

  CREATE FUNCTION deployment_tells_the_rollout_it_leaves() RETURNS trigger LANGUAGE plpgsql AS $news$
  BEGIN
    INSERT INTO rollout_news (rollout_id) SELECT OLD.rollout_id
     WHERE NOT EXISTS (SELECT 1 FROM rollout_news n WHERE n.rollout_id = OLD.rollout_id);
    RETURN NULL;
  END $news$;
  CREATE TRIGGER deployment_tells_the_rollout_it_leaves AFTER UPDATE ON deployment
    FOR EACH ROW WHEN (OLD.rollout_id IS NOT NULL AND OLD.rollout_id IS DISTINCT FROM NEW.rollout_id)
    EXECUTE FUNCTION deployment_tells_the_rollout_it_leaves()`;
