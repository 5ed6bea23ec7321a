package io.jobqueue.dashboard.autoconfigure;

import java.io.IOException;

import io.jobqueue.autoconfigure.properties.JobQueueProperties;
import io.jobqueue.dashboard.http.Dashboard;
import io.jobqueue.dashboard.route.DashboardRequest;
import io.jobqueue.dashboard.route.DashboardResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Serves the dashboard with Spring MVC. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass({ DispatcherServlet.class, RouterFunction.class })
class ServletDashboardConfiguration {

	@Bean
	RouterFunction<ServerResponse> jobqueueDashboardRoutes(Dashboard dashboard, JobQueueProperties properties,
			ObjectProvider<ServletCsrf> csrf) {
		String path = properties.dashboard().path();
		ServletCsrf token = csrf.getIfAvailable(() -> (request) -> null);
		return RouterFunctions.route(RequestPredicates.path(path + "/{*rest}"),
				(request) -> response(dashboard.handle(request(request, token))));
	}

	private static DashboardRequest request(ServerRequest request, ServletCsrf csrf) throws IOException {
		byte[] body = request.servletRequest().getInputStream().readNBytes(DashboardRequest.LARGEST_BODY + 1);
		return new DashboardRequest(request.method(), request.pathVariable("rest"), request.params(),
				request.headers().asHttpHeaders(), request.principal().orElse(null),
				() -> csrf.read(request.servletRequest()), body);
	}

	private static ServerResponse response(DashboardResponse response) {
		return ServerResponse.status(response.status())
			.headers((headers) -> headers.addAll(response.headers()))
			.build((request, out) -> {
				// Spring Security sets headers of its own only where none is set yet.
				response.headers().forEach((name, values) -> out.setHeader(name, String.join(", ", values)));
				response.body().writeTo(out.getOutputStream());
				return null;
			});
	}

}
