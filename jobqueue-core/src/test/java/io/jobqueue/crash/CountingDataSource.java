package io.jobqueue.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Counts how many connections are taken at once.
 */
final class CountingDataSource extends DelegatingDataSource {

	/** Where those were taken that are not given back. */
	private final Set<Throwable> taken = ConcurrentHashMap.newKeySet();

	private volatile List<Throwable> most = List.of();

	CountingDataSource(DataSource target) {
		super(target);
	}

	/** Where the connections were taken when they were the most so far. */
	List<Throwable> most() {
		return this.most;
	}

	/** These places, one below the other. */
	String text() {
		return this.most.stream()
			.map((place) -> place.getMessage() + Stream.of(place.getStackTrace())
				.filter((frame) -> frame.getClassName().startsWith("io.jobqueue"))
				.map((frame) -> "\n\t" + frame)
				.collect(Collectors.joining()))
			.collect(Collectors.joining("\n"));
	}

	private synchronized void note(Throwable place) {
		this.taken.add(place);
		if (this.taken.size() > this.most.size()) {
			this.most = List.copyOf(this.taken);
		}
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		Throwable place = new Throwable(Thread.currentThread().getName());
		note(place);
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (method.getName().equals("close")) {
						this.taken.remove(place);
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
