package io.jobqueue.dashboard.browser;

import java.util.List;
import java.util.Map;

import io.jobqueue.dashboard.ServletUsers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/** The page while it gets no answers, in a browser whose user signs in by a form. */
class NoAnswerTests extends BrowserTest {

	/** Makes reads hang, and the page wait 100 ms for them instead of 30 s. */
	private static final String HANGING = """
			{ const send = window.fetch, later = window.setTimeout;
			window.setTimeout = (todo, millis) => later(todo, window.hangs && millis === 30000 ? 100 : millis);
			window.fetch = (address, options) => !window.hangs ? send(address, options)
				: new Promise((resolve, reject) => options.signal.addEventListener('abort',
					() => reject(new DOMException('Stopped', 'AbortError')))); }
			""";

	private static final String FAILURE = "document.querySelector('main .failure')";

	NoAnswerTests() {
		super(List.of(ServletUsers.class, SignInByForm.class));
	}

	/** Of the page for signing in, which has none. */
	@AfterEach
	void forgetIcon() {
		this.page.errors().removeIf((error) -> error.contains("favicon.ico"));
	}

	@Test
	void endOfASessionIsNamedAndTheNextOneShowsTheSameView() {
		signIn();
		this.page.eval("location.hash = '#/queues'");
		this.page.until("document.querySelector('h1')?.textContent === 'Queues'");
		this.page.call("Network.clearBrowserCookies", Map.of());
		this.page.until(FAILURE);
		assertThat(text()).contains("Signed out", "Load the page again to sign in.", "What is shown below was read at");
		this.page.press("Load again");
		submitForm();
		this.page.until("location.hash === '#/queues' && document.querySelector('h1')?.textContent === 'Queues'");
	}

	@Test
	void serverThatHangsIsReported() {
		withScript(HANGING, () -> {
			signIn();
			this.page.eval("window.hangs = true");
			this.page.until(FAILURE);
			assertThat(text()).contains("No answer", "The application has not answered for 30 s",
					"What is shown below was read at");
			this.page.eval("window.hangs = false");
			this.page.until(FAILURE + " === null");
		});
	}

	private void signIn() {
		this.page.call("Network.clearBrowserCookies", Map.of());
		this.page.open(this.server.uri("/jobqueue/"));
		submitForm();
		this.page.until("document.querySelector('main .figures')");
	}

	private void submitForm() {
		this.page.until("document.querySelector('input[name=username]')");
		this.page.eval("""
				document.querySelector('input[name=username]').value = 'admin',
				document.querySelector('input[name=password]').value = 'admin',
				document.querySelector('form').requestSubmit()""");
	}

	/** As the documentation describes it. */
	@Configuration(proxyBeanMethods = false)
	static class SignInByForm {

		@Bean
		@Order(1)
		SecurityFilterChain jobqueueDashboardSecurityFilterChain(HttpSecurity http) {
			return http.securityMatcher("/jobqueue", "/jobqueue/**", "/login", "/logout", "/default-ui.css")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

}
