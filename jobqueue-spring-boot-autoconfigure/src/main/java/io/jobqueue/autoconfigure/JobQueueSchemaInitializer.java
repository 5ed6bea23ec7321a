package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.store.jdbc.JdbcSchema;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;

/**
 * Runs one of jobqueue's scripts, with the prefix of the tables put in its place. The
 * scripts change nothing where the tables are.
 */
final class JobQueueSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private final String tablePrefix;

	/**
	 * Run a script when the application starts.
	 * @param dataSource the way to the database, asked at once for its kind
	 * @param location the script, with {@code @@platform@@} for the database
	 * @param mode when to run it
	 * @param tablePrefix what the names of the tables begin with
	 */
	JobQueueSchemaInitializer(DataSource dataSource, String location, DatabaseInitializationMode mode,
			String tablePrefix) {
		super(dataSource, settings(location.replace("@@platform@@", platform(dataSource, tablePrefix)), mode));
		this.tablePrefix = tablePrefix;
	}

	private static String platform(DataSource dataSource, String tablePrefix) {
		try {
			return JdbcSchema.of(dataSource, tablePrefix).platform();
		}
		catch (StoreUnavailableException ex) {
			throw new DatabaseUnusableException(ex);
		}
	}

	private static DatabaseInitializationSettings settings(String location, DatabaseInitializationMode mode) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setSchemaLocations(List.of("classpath:" + location));
		settings.setMode(mode);
		settings.setEncoding(StandardCharsets.UTF_8);
		return settings;
	}

	@Override
	protected void runScripts(Scripts scripts) {
		List<Resource> renamed = new ArrayList<>();
		scripts.forEach((script) -> renamed.add(renamed(script)));
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	private Resource renamed(Resource script) {
		try {
			String text = script.getContentAsString(StandardCharsets.UTF_8)
				.replace(JdbcSchema.DEFAULT_PREFIX, this.tablePrefix);
			return new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), script.getDescription());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s cannot be read".formatted(script.getDescription()), ex);
		}
	}

}
