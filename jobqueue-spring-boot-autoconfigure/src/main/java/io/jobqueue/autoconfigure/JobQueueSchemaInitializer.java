package io.jobqueue.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import io.jobqueue.store.StoreUnavailableException;
import io.jobqueue.store.jdbc.JdbcSchema;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Runs one of jobqueue's scripts, with the prefix of the tables put in its place. The
 * scripts change nothing where the tables are.
 */
final class JobQueueSchemaInitializer extends DataSourceScriptDatabaseInitializer {

	private static final Pattern MADE = Pattern.compile("create (?:table|index|unique index) if not exists (\\w+)");

	private final String tablePrefix;

	private final boolean postgres;

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
		this.postgres = platform(dataSource, tablePrefix).equals("postgresql");
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
		for (Resource script : scripts) {
			String text = renamed(script);
			if (!isDone(text)) {
				renamed.add(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), script.getDescription()));
			}
		}
		super.runScripts(new Scripts(renamed).continueOnError(scripts.isContinueOnError())
			.separator(scripts.getSeparator())
			.encoding(scripts.getEncoding()));
	}

	/**
	 * PostgreSQL locks the table of an index that is to be made before it finds that the
	 * index is there: it would wait for all who write to the table, such as a long
	 * transaction of another application, and make all that come later wait too.
	 */
	private boolean isDone(String script) {
		if (!this.postgres) {
			return false;
		}
		JdbcTemplate jdbc = new JdbcTemplate(Objects.requireNonNull(getDataSource()));
		return MADE.matcher(script)
			.results()
			.allMatch((made) -> Boolean.TRUE
				.equals(jdbc.queryForObject("select to_regclass(?) is not null", Boolean.class, made.group(1))));
	}

	private String renamed(Resource script) {
		try {
			return script.getContentAsString(StandardCharsets.UTF_8)
				.replace(JdbcSchema.DEFAULT_PREFIX, this.tablePrefix);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("%s cannot be read".formatted(script.getDescription()), ex);
		}
	}

}
