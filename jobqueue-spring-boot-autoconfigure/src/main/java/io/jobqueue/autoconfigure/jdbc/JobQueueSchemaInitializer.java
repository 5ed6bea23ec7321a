package io.jobqueue.autoconfigure.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import javax.sql.DataSource;

import io.jobqueue.store.NewerReleaseException;
import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.store.jdbc.JdbcSchema;
import io.jobqueue.store.jdbc.MissingSchemaException;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Makes what is missing of the tables and indexes of one of jobqueue's scripts, with the
 * prefix of the tables put in its place.
 */
public final class JobQueueSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private final JdbcSchema schema;

	/**
	 * Make tables when the application starts.
	 * @param dataSource the way to the database, asked at once for its kind
	 * @param location the scripts, with {@code @@platform@@} for the database and
	 * {@code @@version@@} for the number
	 * @param mode when to make them
	 * @param tablePrefix what the names of the tables begin with
	 */
	public JobQueueSchemaInitializer(DataSource dataSource, String location, DatabaseInitializationMode mode,
			String tablePrefix) {
		this(dataSource, schema(dataSource, location, tablePrefix), mode);
	}

	private JobQueueSchemaInitializer(DataSource dataSource, JdbcSchema schema, DatabaseInitializationMode mode) {
		super(dataSource, settings(schema, mode));
		this.schema = schema;
	}

	private static JdbcSchema schema(DataSource dataSource, String location, String tablePrefix) {
		try {
			return JdbcSchema.of(dataSource, tablePrefix, location);
		}
		catch (StoreUnavailableException ex) {
			throw new DatabaseUnusableException(ex);
		}
	}

	private static DatabaseInitializationSettings settings(JdbcSchema schema, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(schema.locations().stream().map((location) -> "classpath:" + location).toList());
		settings.setMode(mode);
		settings.setEncoding(StandardCharsets.UTF_8);
		return settings;
	}

	@Override
	protected void runScripts(Scripts scripts) {
		try {
			this.schema.createMissing(Objects.requireNonNull(getDataSource()));
		}
		catch (MissingSchemaException | NewerReleaseException ex) {
			throw ex;
		}
		catch (StoreUnavailableException ex) {
			throw new DatabaseUnusableException(ex);
		}
	}

}
