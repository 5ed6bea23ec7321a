package io.jobqueue.store.jdbc.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

import io.jobqueue.store.error.NewerReleaseException;

/**
 * The notes of a part of the schema: which of its scripts have run.
 *
 * @param part the part, such as {@code store}
 * @param versions the numbers of the scripts that are noted
 * @param compatibleWith the lowest number that a release must know to use the tables, 0
 * if no script is noted
 */
record SchemaNotes(String part, Set<Integer> versions, int compatibleWith) {

	static SchemaNotes read(Connection connection, DatabaseCatalog catalog, SchemaPart version) throws SQLException {
		Set<Integer> versions = new TreeSet<>();
		int newest = 0;
		int compatibleWith = 0;
		if (!catalog.columns(version.table()).isEmpty()) {
			String sql = "select version, compatible_with from " + version.table() + " where part = ?";
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				statement.setString(1, version.name());
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						versions.add(rows.getInt(1));
						compatibleWith = (rows.getInt(1) > newest) ? rows.getInt(2) : compatibleWith;
						newest = Math.max(newest, rows.getInt(1));
					}
				}
			}
		}
		return new SchemaNotes(version.name(), Set.copyOf(versions), compatibleWith);
	}

	boolean has(SchemaPart.Script script) {
		return this.versions.contains(script.version());
	}

	/** The newest script that is noted, 0 for none. */
	int newest() {
		return this.versions.stream().mapToInt(Integer::intValue).max().orElse(0);
	}

	/**
	 * Refuse tables that a newer release has changed in a way that this one does not
	 * know.
	 */
	void requireKnown(int known, String tablePrefix) {
		if (this.compatibleWith > known) {
			throw new NewerReleaseException(
					("The tables '%s*' have schema version %d of part '%s', which needs a release of jobqueue that "
							+ "knows version %d, but this one knows version %d: use the newer release that changed "
							+ "them, or tables of its own by 'jobqueue.jdbc.table-prefix'")
						.formatted(tablePrefix, newest(), this.part, this.compatibleWith, known));
		}
	}

}
