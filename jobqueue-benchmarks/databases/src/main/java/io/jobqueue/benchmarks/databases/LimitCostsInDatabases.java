package io.jobqueue.benchmarks.databases;

import io.jobqueue.benchmarks.limits.LimitCosts;

/**
 * {@link LimitCosts} in databases. Arguments: the number of jobs and of rounds, then
 * {@code postgresql}, {@code mariadb} or JDBC URLs.
 */
public final class LimitCostsInDatabases {

	private LimitCostsInDatabases() {
	}

	public static void main(String[] arguments) {
		DatabaseServer.each(arguments, LimitCosts::run);
	}

}
