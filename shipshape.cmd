@echo off
rem Windows' way in: hands over to ./shipshape, with the sh that Git for Windows brings.
setlocal DisableDelayedExpansion
set "programs=%ProgramFiles%\Git\mingw64\libexec\git-core"
rem Wherever Git stands and whatever starts it, it knows its own folder.
for /f "delims=" %%p in ('git --exec-path 2^>nul') do set "programs=%%p"
set "sh="
for %%s in ("%LocalAppData%\Programs\Git\bin\sh.exe" "%programs%\..\..\..\bin\sh.exe") do if exist "%%~fs" set "sh=%%~fs"
if defined sh goto start
>&2 echo shipshape: no sh was found, which Git for Windows brings.
>&2 echo Install Git for Windows, or open a WSL terminal in this folder and run ./shipshape there.
exit /b 2
:start
set "here=%~dp0"
"%sh%" "%here:\=/%shipshape" %*
exit /b %errorlevel%
