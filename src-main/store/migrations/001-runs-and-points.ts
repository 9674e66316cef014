import type { Migration } from '../migrate.ts'

// NaN is NULL in SQLite: a NULL in series.last, minimum, maximum and in a chunk's extrema stands for "no such finite number".
// Steps of points are REAL because imported curves may have fractional steps.
export const runsAndPoints: Migration = {
  version: 1,
  name: 'runs-and-points',
  apply(database) {
    database.exec(`
      CREATE TABLE run (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (length(id) = 10),
        name TEXT NOT NULL,
        state TEXT NOT NULL,
        config TEXT NOT NULL,
        preset TEXT,
        parent_id TEXT,
        parent_step REAL,
        created_at REAL NOT NULL,
        started_at REAL,
        ended_at REAL,
        training_seconds REAL NOT NULL DEFAULT 0,
        step REAL NOT NULL DEFAULT 0,
        memorization REAL,
        generalization REAL,
        tags TEXT NOT NULL DEFAULT '[]',
        notes TEXT NOT NULL DEFAULT '',
        starred INTEGER NOT NULL DEFAULT 0 CHECK (starred IN (0, 1)),
        locked INTEGER NOT NULL DEFAULT 0 CHECK (locked IN (0, 1)),
        deleted_at REAL,
        environment TEXT,
        error TEXT
      ) STRICT;

      CREATE TABLE series (
        number INTEGER PRIMARY KEY,
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        name TEXT NOT NULL,
        count INTEGER NOT NULL CHECK (count >= 0),
        last_step REAL NOT NULL,
        last REAL,
        minimum REAL,
        maximum REAL,
        UNIQUE (run, name)
      ) STRICT;

      CREATE TABLE chunk (
        series INTEGER NOT NULL REFERENCES series (number) ON DELETE CASCADE,
        position INTEGER NOT NULL CHECK (position >= 0),
        count INTEGER NOT NULL CHECK (count > 0),
        first_step REAL NOT NULL,
        last_step REAL NOT NULL,
        minimum REAL,
        minimum_step REAL,
        maximum REAL,
        maximum_step REAL,
        encoding INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        steps BLOB NOT NULL,
        points BLOB NOT NULL,
        PRIMARY KEY (series, position)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE tail (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        sequence INTEGER NOT NULL,
        hash INTEGER NOT NULL,
        points BLOB NOT NULL,
        PRIMARY KEY (run, sequence)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE snapshot (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        tensor TEXT NOT NULL,
        step INTEGER NOT NULL,
        shape TEXT NOT NULL,
        hash BLOB NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (run, tensor, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoint (
        run INTEGER NOT NULL REFERENCES run (number) ON DELETE CASCADE,
        step INTEGER NOT NULL,
        header TEXT NOT NULL,
        rolling INTEGER NOT NULL CHECK (rolling IN (0, 1)),
        PRIMARY KEY (run, step)
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE checkpoint_tensor (
        run INTEGER NOT NULL,
        step INTEGER NOT NULL,
        position INTEGER NOT NULL,
        name TEXT NOT NULL,
        dtype TEXT NOT NULL CHECK (dtype IN ('float32', 'int32')),
        shape TEXT NOT NULL,
        hash BLOB NOT NULL,
        data BLOB NOT NULL,
        PRIMARY KEY (run, step, position),
        FOREIGN KEY (run, step) REFERENCES checkpoint (run, step) ON DELETE CASCADE
      ) STRICT, WITHOUT ROWID;

      CREATE TABLE value (
        key TEXT PRIMARY KEY,
        value TEXT NOT NULL
      ) STRICT, WITHOUT ROWID;
    `)
  }
}
