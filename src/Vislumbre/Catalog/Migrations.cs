using Dapper;
using Microsoft.Data.Sqlite;

namespace Vislumbre.Catalog;

/// <summary>The catalog's schema, a step a version. Steps are only ever added.</summary>
internal static class Migrations
{
    private static readonly string[] Steps =
    [
        """
        CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE photos (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            path TEXT NOT NULL UNIQUE,
            bytes INTEGER NOT NULL,
            modified_ticks INTEGER NOT NULL,
            sha256 TEXT,
            status INTEGER NOT NULL,
            reason TEXT,
            format TEXT,
            width INTEGER,
            height INTEGER,
            handled_ticks INTEGER NOT NULL
        );
        CREATE INDEX photos_sha256 ON photos (sha256);
        CREATE INDEX photos_status ON photos (status);
        CREATE TABLE embeddings (
            photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
            vector BLOB NOT NULL
        );
        INSERT INTO meta VALUES ('generation', lower(hex(randomblob(8))));
        """,
        // What sources say of photos. Words of which there are few different ones are kept once; the text index holds no text of its own.
        """
        CREATE TABLE details (
            id INTEGER PRIMARY KEY,
            source TEXT NOT NULL,
            key TEXT NOT NULL,
            file TEXT UNIQUE,
            file_address TEXT,
            state INTEGER NOT NULL DEFAULT 0,
            state_reason TEXT,
            page_address TEXT, image_address TEXT, submitted_ms INTEGER, featured INTEGER, width INTEGER, height INTEGER, aspect_ratio REAL,
            description TEXT, photographer_username TEXT, photographer_first_name TEXT, photographer_last_name TEXT,
            camera_make TEXT, camera_model TEXT, iso INTEGER, aperture REAL, focal_length REAL, exposure_time TEXT,
            location TEXT, latitude REAL, longitude REAL, country TEXT, city TEXT, views INTEGER, downloads INTEGER,
            ai_description TEXT, landmark TEXT, landmark_latitude REAL, landmark_longitude REAL, landmark_confidence REAL, blur_hash TEXT,
            rest TEXT,
            UNIQUE (source, key)
        );
        CREATE TABLE words (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
        CREATE TABLE keywords (
            detail_id INTEGER NOT NULL REFERENCES details (id) ON DELETE CASCADE, word INTEGER NOT NULL REFERENCES words (id),
            confidence_1 REAL, confidence_2 REAL, by_user INTEGER, suggestion_source INTEGER REFERENCES words (id)
        );
        CREATE INDEX keywords_detail ON keywords (detail_id);
        CREATE INDEX keywords_word ON keywords (word);
        CREATE TABLE collections (
            detail_id INTEGER NOT NULL REFERENCES details (id) ON DELETE CASCADE, collection INTEGER NOT NULL REFERENCES words (id),
            title INTEGER REFERENCES words (id), collected_ms INTEGER, kind INTEGER REFERENCES words (id)
        );
        CREATE INDEX collections_detail ON collections (detail_id);
        CREATE TABLE colours (
            detail_id INTEGER NOT NULL REFERENCES details (id) ON DELETE CASCADE, hex TEXT NOT NULL, red INTEGER, green INTEGER, blue INTEGER,
            word INTEGER REFERENCES words (id), coverage REAL, score REAL
        );
        CREATE INDEX colours_detail ON colours (detail_id);
        CREATE TABLE conversions (
            detail_id INTEGER NOT NULL REFERENCES details (id) ON DELETE CASCADE, converted_ms INTEGER, kind INTEGER REFERENCES words (id),
            word INTEGER REFERENCES words (id), person TEXT, country INTEGER REFERENCES words (id), device INTEGER REFERENCES words (id),
            orientation_filter INTEGER REFERENCES words (id), ordering INTEGER REFERENCES words (id)
        );
        CREATE INDEX conversions_detail ON conversions (detail_id);
        CREATE INDEX conversions_word ON conversions (word);
        CREATE VIRTUAL TABLE details_text USING fts5 (
            description, keywords, place, photographer, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
        );
        ALTER TABLE photos ADD COLUMN detail_id INTEGER REFERENCES details (id) ON DELETE SET NULL;
        CREATE INDEX photos_detail ON photos (detail_id) WHERE detail_id IS NOT NULL;
        """,
        // Every change to the set of embeddings that are searched, in order, whoever makes it: an index catches up from where it stands. The
        // random word tells histories apart that came by the same number, as when the file is restored from a copy.
        """
        CREATE TABLE vector_changes (id INTEGER PRIMARY KEY AUTOINCREMENT, photo_id INTEGER NOT NULL, word INTEGER NOT NULL DEFAULT (random()));
        INSERT INTO vector_changes (photo_id) VALUES (0);
        CREATE TRIGGER embedding_added AFTER INSERT ON embeddings BEGIN INSERT INTO vector_changes (photo_id) VALUES (new.photo_id); END;
        CREATE TRIGGER embedding_changed AFTER UPDATE OF vector ON embeddings BEGIN INSERT INTO vector_changes (photo_id) VALUES (new.photo_id); END;
        CREATE TRIGGER embedding_removed AFTER DELETE ON embeddings BEGIN INSERT INTO vector_changes (photo_id) VALUES (old.photo_id); END;
        CREATE TRIGGER photo_found_or_not AFTER UPDATE OF status ON photos WHEN (old.status = 0) <> (new.status = 0)
            BEGIN INSERT INTO vector_changes (photo_id) VALUES (new.id); END;
        DELETE FROM meta WHERE key = 'generation';
        """,
        // What photos' own files say and how they look. Paths are found by their words; groups of nearly the same photos are made by indexing.
        """
        ALTER TABLE photos ADD COLUMN added_ticks INTEGER NOT NULL DEFAULT 0;
        UPDATE photos SET added_ticks = handled_ticks;
        CREATE TABLE looks (
            photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
            taken_ms INTEGER, camera_make TEXT, camera_model TEXT, lens TEXT, iso INTEGER, aperture REAL, focal_length REAL, exposure_time TEXT,
            latitude REAL, longitude REAL, description TEXT, photographer TEXT, keywords TEXT, perceptual_hash INTEGER NOT NULL
        );
        CREATE TABLE look_colours (
            photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE, l REAL NOT NULL, a REAL NOT NULL, b REAL NOT NULL, coverage REAL NOT NULL
        );
        CREATE INDEX look_colours_photo ON look_colours (photo_id);
        CREATE TABLE look_alikes (photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE, first_id INTEGER NOT NULL);
        CREATE INDEX look_alikes_first ON look_alikes (first_id);
        CREATE VIRTUAL TABLE photos_text USING fts5 (
            name, description, keywords, photographer, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
        );
        INSERT INTO photos_text (rowid, name) SELECT id, path FROM photos WHERE path NOT LIKE '%://%';
        -- The words of sources, too, are found by their stems from now on: Porter's are English, and take the plural's s from Portuguese.
        DROP TABLE details_text;
        CREATE VIRTUAL TABLE details_text USING fts5 (
            description, keywords, place, photographer, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
        );
        INSERT INTO details_text (rowid, description, keywords, place, photographer)
        SELECT d.id, concat_ws(char(10), d.description, d.ai_description),
            (SELECT group_concat(w.word, char(10)) FROM keywords k JOIN words w ON w.id = k.word WHERE k.detail_id = d.id),
            concat_ws(char(10), d.location, d.city, d.country, d.landmark),
            concat_ws(' ', d.photographer_first_name, d.photographer_last_name, d.photographer_username)
        FROM details d;
        CREATE TRIGGER photo_words_gone AFTER DELETE ON photos BEGIN DELETE FROM photos_text WHERE rowid = old.id; END;
        """,
        // Where a photo was taken as its file says it in words, and when by the camera's own clock: files are read once more. Paths are found by the
        // words that are in them.
        """
        ALTER TABLE looks ADD COLUMN location TEXT;
        ALTER TABLE looks ADD COLUMN city TEXT;
        ALTER TABLE looks ADD COLUMN country TEXT;
        DELETE FROM look_colours;
        DELETE FROM looks;
        DROP TABLE photos_text;
        CREATE VIRTUAL TABLE photos_text USING fts5 (
            name, description, keywords, place, photographer, content = '', contentless_delete = 1, tokenize = 'porter unicode61 remove_diacritics 2'
        );
        INSERT INTO photos_text (rowid, name) SELECT id, path_words(path) FROM photos WHERE path NOT LIKE '%://%';
        """,
        // Lists that people make of photos, and where photos lie on the map.
        """
        CREATE TABLE lists (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, created_ms INTEGER NOT NULL);
        CREATE TABLE list_photos (
            list_id INTEGER NOT NULL REFERENCES lists (id) ON DELETE CASCADE, photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
            place INTEGER NOT NULL, PRIMARY KEY (list_id, photo_id)
        ) WITHOUT ROWID;
        CREATE INDEX list_photos_photo ON list_photos (photo_id);
        CREATE TABLE map_places (photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE, x REAL NOT NULL, y REAL NOT NULL);
        """,
        // Who keeps the facts of ConditionFacts beside embeddings follows their changes, too; who does not passes over them.
        """
        ALTER TABLE vector_changes ADD COLUMN facts INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX vector_changes_embeddings ON vector_changes (id, word) WHERE facts = 0;
        CREATE TRIGGER photo_described AFTER UPDATE OF path, width, height, detail_id ON photos
            WHEN new.status = 0 AND (old.width IS NOT new.width OR old.height IS NOT new.height OR old.detail_id IS NOT new.detail_id OR (old.path LIKE '%://%') <> (new.path LIKE '%://%'))
            BEGIN INSERT INTO vector_changes (photo_id, facts) VALUES (new.id, 1); END;
        CREATE TRIGGER details_changed AFTER UPDATE OF width, height, submitted_ms, featured, iso, aperture, focal_length ON details
            WHEN old.width IS NOT new.width OR old.height IS NOT new.height OR old.submitted_ms IS NOT new.submitted_ms OR old.featured IS NOT new.featured
                OR old.iso IS NOT new.iso OR old.aperture IS NOT new.aperture OR old.focal_length IS NOT new.focal_length
            BEGIN INSERT INTO vector_changes (photo_id, facts) SELECT id, 1 FROM photos WHERE detail_id = new.id AND status = 0; END;
        """,
    ];

    /// <summary>The schema's version in this program.</summary>
    public static int Version => Steps.Length;

    /// <summary>Brings a catalog up to this program's version.</summary>
    /// <exception cref="LibraryException">It is of a newer version.</exception>
    public static void Apply(SqliteConnection connection, string path)
    {
        if (Check(connection, path) == Steps.Length) return;
        connection.CreateFunction("path_words", (string path) => PathWords.Of(path), isDeterministic: true);
        using var transaction = connection.BeginTransaction(deferred: false);
        // Another process may have been quicker while this one waited for the lock.
        for (var version = Check(connection, path); version < Steps.Length; version++)
        {
            connection.Execute(Steps[version], transaction: transaction);
            connection.Execute($"PRAGMA user_version = {version + 1}", transaction: transaction);
        }

        transaction.Commit();
    }

    private static int Check(SqliteConnection connection, string path)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        if (version <= Steps.Length) return version;
        throw new LibraryException(LibraryFault.Newer, Language.Say(
            $"{path} was written by a newer Vislumbre (schema {version}; this one knows {Steps.Length}): update Vislumbre.",
            $"{path} foi escrito por um Vislumbre mais novo (esquema {version}; este conhece {Steps.Length}): atualize o Vislumbre."));
    }
}
