package io.jobqueue.autoconfigure.jdbc;

import java.sql.DatabaseMetaData;
import java.util.Map;

import javax.sql.DataSource;

import io.jobqueue.autoconfigure.StoreHealthDetails;
import io.jobqueue.store.StoreBackend;
import io.jobqueue.store.error.NewerReleaseException;
import io.jobqueue.store.error.StoreUnavailableException;
import io.jobqueue.store.jdbc.schema.JdbcSchema;
import io.jobqueue.store.jdbc.schema.MissingSchemaException;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.support.JdbcUtils;
import org.springframework.jdbc.support.MetaDataAccessException;

/**
 * Checks the database once, after all scripts and migrations and before any container
 * starts. An application that cannot store jobs must not start.
 */
final class JdbcStartCheck implements SmartInitializingSingleton, StoreHealthDetails {

	private final DataSource dataSource;

	private final String tablePrefix;

	private final StoreBackend store;

	private volatile Map<String, Object> details = Map.of();

	JdbcStartCheck(DataSource dataSource, String tablePrefix, StoreBackend store) {
		this.tablePrefix = tablePrefix;
		this.dataSource = dataSource;
		this.store = store;
	}

	@Override
	public void afterSingletonsInstantiated() {
		H2Files.check(this.dataSource);
		try {
			this.details = JdbcUtils.extractDatabaseMetaData(this.dataSource, this::describe);
		}
		catch (MetaDataAccessException ex) {
			throw new DatabaseUnusableException(ex);
		}
		try {
			this.store.queries().queues();
			JdbcSchema.of(this.dataSource, this.tablePrefix).requireTables(this.dataSource);
		}
		catch (MissingSchemaException | NewerReleaseException ex) {
			throw ex;
		}
		catch (StoreUnavailableException ex) {
			throw new DatabaseUnusableException(ex);
		}
	}

	@Override
	public Map<String, Object> details() {
		return this.details;
	}

	private Map<String, Object> describe(DatabaseMetaData database) throws java.sql.SQLException {
		return Map.of("database", database.getDatabaseProductName(), "version", database.getDatabaseProductVersion());
	}

}
