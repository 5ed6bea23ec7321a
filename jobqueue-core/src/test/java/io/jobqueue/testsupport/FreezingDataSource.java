package io.jobqueue.testsupport;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * The connections of a process that stops to work right after one of its statements:
 * nothing of what it does afterwards reaches the database, and its transaction stays
 * open. For one thread.
 */
public final class FreezingDataSource extends DelegatingDataSource {

	private static final Set<String> ENDS = Set.of("rollback", "close", "setAutoCommit", "setReadOnly",
			"clearWarnings");

	private final int last;

	private int statements;

	private @Nullable Connection frozen;

	private String lastStatement = "";

	/** Freeze after a number of statements. */
	public FreezingDataSource(DataSource target, int last) {
		super(target);
		this.last = last;
	}

	/** How many statements there were. */
	public int statements() {
		return this.statements;
	}

	/** What was done last. */
	public String lastStatement() {
		return this.lastStatement;
	}

	/** The connection of the last statement, past the proxy; none if it never froze. */
	public @Nullable Connection frozen() {
		return this.frozen;
	}

	@Override
	public Connection getConnection() throws SQLException {
		requireRunning();
		Connection connection = super.getConnection();
		return proxy(Connection.class, connection, (method, arguments) -> {
			if (this.frozen != null && ENDS.contains(method.getName())) {
				return null;
			}
			requireRunning();
			Object result = invoke(connection, method, arguments);
			if (result instanceof PreparedStatement statement) {
				return statement(PreparedStatement.class, statement, connection, String.valueOf(arguments[0]));
			}
			return (result instanceof Statement statement) ? statement(Statement.class, statement, connection, "")
					: result;
		});
	}

	private <T extends Statement> T statement(Class<T> type, T statement, Connection connection, String sql) {
		return proxy(type, statement, (method, arguments) -> {
			if (this.frozen != null && method.getName().equals("close")) {
				return null;
			}
			requireRunning();
			Object result = invoke(statement, method, arguments);
			if (method.getName().startsWith("execute")) {
				this.lastStatement = (arguments != null) ? String.valueOf(arguments[0]) : sql;
				executed(connection);
			}
			return result;
		});
	}

	private void executed(Connection connection) {
		this.statements++;
		if (this.statements == this.last) {
			this.frozen = connection;
			throw new FrozenError();
		}
	}

	private void requireRunning() {
		if (this.frozen != null) {
			throw new FrozenError();
		}
	}

	private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	private static <T> T proxy(Class<T> type, T target, Handler handler) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> handler.handle(method, arguments)));
	}

	private interface Handler {

		@Nullable Object handle(Method method, Object[] arguments) throws Throwable;

	}

	/** The process does nothing any more. */
	public static final class FrozenError extends Error {

		private static final long serialVersionUID = 1;

	}

}
