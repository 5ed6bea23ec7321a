package io.jobqueue.autoconfigure.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

import javax.sql.DataSource;

import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;

/**
 * Creates missing tables and indexes with one of the scripts of jobqueue, after the table
 * prefix is inserted.
 */
public final class JobQueueSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private final JdbcSchema schema;

	/**
	 * Create an initializer that runs when the application starts.
	 * @param dataSource the DataSource, used immediately to determine the kind of
	 * database
	 * @param location the scripts, with {@code @@platform@@} for the database and
	 * {@code @@version@@} for the number
	 * @param mode when to create the tables
	 * @param tablePrefix the prefix of the table names
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
