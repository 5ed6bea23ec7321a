package io.jobqueue.store.jdbc;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Fresh tables for a test, under a prefix of their own.
 */
final class TestSchema {

	private static final AtomicInteger PREFIXES = new AtomicInteger();

	private TestSchema() {
	}

	/** A store on new tables. */
	static JdbcStoreBackend store(DataSource dataSource) {
		return new JdbcStoreBackend(dataSource, JdbcStoreOptions.DEFAULT.withTablePrefix(create(dataSource)));
	}

	/**
	 * Make tables.
	 * @return their prefix
	 */
	static String create(DataSource dataSource) {
		String prefix = "t" + PREFIXES.incrementAndGet() + "_";
		String script = JdbcSchema.of(dataSource, prefix).script();
		new ResourceDatabasePopulator(new ByteArrayResource(script.getBytes(StandardCharsets.UTF_8)))
			.execute(dataSource);
		return prefix;
	}

}
