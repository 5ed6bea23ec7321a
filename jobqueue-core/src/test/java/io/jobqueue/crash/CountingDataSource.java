package io.jobqueue.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts how many connections are taken at once.
 */
final class CountingDataSource extends DelegatingDataSource {

	private final AtomicInteger taken = new AtomicInteger();

	private final AtomicInteger most = new AtomicInteger();

	CountingDataSource(DataSource target) {
		super(target);
	}

	/** The highest number so far. */
	int most() {
		return this.most.get();
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		this.most.accumulateAndGet(this.taken.incrementAndGet(), Math::max);
		AtomicBoolean open = new AtomicBoolean(true);
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("close") && open.getAndSet(false)) {
						this.taken.decrementAndGet();
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

}
