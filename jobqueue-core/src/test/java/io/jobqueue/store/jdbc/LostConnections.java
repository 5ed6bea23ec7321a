package io.jobqueue.store.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Ends connections, when the present thread is about to use one for the nth time.
 */
final class LostConnections extends DelegatingDataSource {

	private static final Set<String> USES = Set.of("prepareStatement", "createStatement", "commit");

	private final ThreadLocal<Integer> left = ThreadLocal.withInitial(() -> 0);

	LostConnections(DataSource dataSource) {
		super(dataSource);
	}

	/** End the connection of this thread at a use of it, once. */
	void loseAfter(int uses) {
		this.left.set(uses);
	}

	/** End none any more. */
	void none() {
		this.left.set(0);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		return (Connection) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { Connection.class },
				(proxy, method, arguments) -> {
					if (USES.contains(method.getName()) && isLast()) {
						connection.abort(Runnable::run);
						throw new SQLException("The connection was lost by the test", "08006");
					}
					try {
						return method.invoke(connection, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
	}

	private boolean isLast() {
		int uses = this.left.get();
		this.left.set(Math.max(0, uses - 1));
		return uses == 1;
	}

}
